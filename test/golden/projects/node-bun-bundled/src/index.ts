import './feeds.ts';
setInterval(() => {}, 60_000);
