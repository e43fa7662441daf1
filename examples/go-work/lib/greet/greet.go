// Package greet is shared by the services of the workspace.
package greet

import "github.com/google/uuid"

// To returns a greeting that is different every time.
func To(name string) string {
	return "hello " + name + " (" + uuid.NewString() + ")"
}
