// Command go hands in feedback: an example to begin with, with nothing but the standard library.
//
//	SITE=... TOKEN_URL=... CLIENT_ID=... CLIENT_SECRET=... go run . < feedback.json
//
// It reads an array of pieces of feedback and sends them in batches. Each batch's key follows from what is in it, so
// that running it again counts nothing twice.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
