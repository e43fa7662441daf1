import express from 'express';
import { price } from '@price-desk/price';

const host = process.env.HOST ?? 'localhost';
const port = process.env.PORT ? Number(process.env.PORT) : 3000;

const app = express();

app.get('/', (request, response) => {
  response.send({ price: price(Number(request.query['count'] ?? 1)) });
});

app.listen(port, host);
