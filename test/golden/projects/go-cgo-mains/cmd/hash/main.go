// Needs a C compiler.
package main

/*
static int twice(int value) { return 2 * value; }
*/
import "C"

import "fmt"

func main() {
	fmt.Println(int(C.twice(21)))
}
