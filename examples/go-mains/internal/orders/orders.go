// Package orders is what the programs share.
package orders

// Describe says which order it is.
func Describe(id string) string {
	return "order " + id
}
