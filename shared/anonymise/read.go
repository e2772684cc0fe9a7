package anonymise

// Read gives a text as the engine reads it: in NFKC, without what cannot be seen. What the engine leaves alone stands in
// its result exactly so.
func Read(text string) string {
	read, _ := normalise(text)
	return read
}

// Placeholder gives the length, in bytes, of the placeholder that words begin with, as the engine writes it; 0 where they
// begin with none.
func Placeholder(words string) int {
	if words == "" || words[0] != '[' {
		return 0
	}
	return len(placeholder.FindString(words))
}
