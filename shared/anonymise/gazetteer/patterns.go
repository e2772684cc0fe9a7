package gazetteer

// named gives the name built to a pattern that token i ends or begins.
func (s *scan) named(int) (Phrase, bool) { return Phrase{}, false }
