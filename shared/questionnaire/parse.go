package questionnaire

import "voiceforum/shared/fault"

// Parse reads a questionnaire file. Name is how errors call the file.
func Parse(name string, yaml []byte) (*Questionnaire, error) {
	return nil, fault.New(fault.Internal, "not written yet")
}
