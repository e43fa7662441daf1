const { Router } = require('express');

const router = Router();
const notes = new Map([['1', { id: '1', text: 'buy milk' }]]);

router.get('/', (request, response) => response.json([...notes.values()]));
router.get('/:id', (request, response) => {
  const note = notes.get(request.params.id);
  if (!note) return response.status(404).json({ error: 'no such note' });
  return response.json(note);
});
router.post('/', (request, response) => {
  const note = { id: String(notes.size + 1), text: String(request.body?.text ?? '') };
  notes.set(note.id, note);
  response.status(201).json(note);
});

module.exports = router;
