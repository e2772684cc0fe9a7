package pages

// View is a page's dot: what the layout needs, and the page's own Data.
type View struct {
	Lang  string // BCP 47; English where it is empty or there is no translation
	Title string // neutral, for the browser's tab and history: never what the page is about
	CSRF  string // from web.CSRFToken; pages put it into their forms with {{template "csrf" .CSRF}}
	Exit  bool   // show "Exit this page"
	Back  string // where the back link leads; none where it is empty
	Wide  bool   // let the content take the whole width, as tables do
	Data  any    // the page's own

	Errors ErrorSummary // shown on top of the content, and in the title
	Banner Banner       // shown on top of the content; none where its text is empty

	SignedIn string    // portal: the name of whoever is signed in; none where it is empty
	Nav      []NavLink // portal
	Home     string    // portal: where its pages begin, e.g. "/review"; a Site fills in its own
}

// NavLink is one entry of the portal's navigation.
type NavLink struct {
	Text, Href string
	Current    bool // this is the page, or the part of the site, one is on
}

// Link is a text that leads somewhere.
type Link struct{ Text, Href string }
