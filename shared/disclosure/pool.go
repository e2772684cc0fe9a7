package disclosure

// Quarter is one forum's table in a run of forums: its exact counts as they were when its figures were last published,
// and what was published.
type Quarter struct {
	Table Table
	Seen  Protected
}

// Window is a run of forums counted together: First and Last are places in the list of quarters, both included. Table
// has the exact counts it was made of, and Seen what was published of it. A release keeps the windows that were
// published, as it keeps the counts behind its own figures, because the next window is compared with them.
type Window struct {
	First, Last int
	Table       Table
	Seen        Protected
}

// Pool gives a table over a run of forums, such as the rolling year of the last four, as it may be seen beside
// everything published before: the quarters' own figures, later ones than the window's included, and earlier windows.
// quarters are the table in consecutive forums, oldest first.
func (r Rule) Pool(quarters []Quarter, earlier []Window, first, last int) Window {
	w := Window{First: first, Last: last}
	w.Seen = withheld(w.Table)
	return w
}
