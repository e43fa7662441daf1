import { total } from '@shop/money';

document.getElementById('total').textContent = total(3, '1.99');
