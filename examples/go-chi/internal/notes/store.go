// Package notes keeps notes in memory.
package notes

import (
	"sync"

	"github.com/google/uuid"
)

// Note is a text with an identifier.
type Note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Store is safe for use by several requests at once.
type Store struct {
	mutex sync.Mutex
	notes map[string]Note
}

// NewStore returns a store with one note in it.
func NewStore() *Store {
	store := &Store{notes: map[string]Note{}}
	store.notes["first"] = Note{ID: "first", Text: "read the Dockerfile"}
	return store
}

// Add keeps a text under a new identifier.
func (s *Store) Add(text string) Note {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	note := Note{ID: uuid.NewString(), Text: text}
	s.notes[note.ID] = note
	return note
}

// Get returns the note with an identifier.
func (s *Store) Get(id string) (Note, bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	note, ok := s.notes[id]
	return note, ok
}
