import './a.scss';
