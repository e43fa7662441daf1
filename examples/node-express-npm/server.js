// Serves notes from memory; views and static files are beside it. It has no handler for SIGTERM: the image answers it.
const path = require('node:path');
const express = require('express');
const helmet = require('helmet');
const notes = require('./routes/notes');

const app = express();
app.set('view engine', 'ejs');
app.set('views', path.join(__dirname, 'views'));
app.use(helmet());
app.use(express.json());
app.use('/static', express.static(path.join(__dirname, 'public')));
app.use('/notes', notes);
app.get('/', (request, response) => response.render('index', { title: 'Notes' }));

const port = process.env.PORT || 3000;
app.listen(port, () => console.log(`ready on ${port}`));
