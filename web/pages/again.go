package pages

// Again is the Data of an error page: what was sent, so that it can be sent again with one press and nothing typed is
// lost, and where to go otherwise.
type Again struct {
	Action string // where it was sent; none where sending again would not help
	Fields []Sent
	Home   string // the start of this part of the site
}

// Sent is one field of a form as it was sent.
type Sent struct{ Name, Value string }
