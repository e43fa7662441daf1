import { total } from '@shop/money';
import { Cron } from 'croner';

const job = new Cron('* * * * *', () => console.log(`a dozen costs ${total(12, '1.99')}`));
process.on('SIGTERM', () => job.stop());
