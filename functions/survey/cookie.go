package main

import (
	"net/http"
	"time"

	"voiceforum/shared/fault"
	"voiceforum/shared/receipt"
)

// The one cookie there is. Its name says nothing, and it is strictly necessary.
const (
	cookieName = "__Host-session"
	left       = "left" // its value once somebody has left: pages then show nothing, until she asks for them
)

const (
	leftFor      = 15 * time.Minute // how long pages show nothing after leaving
	shownFor     = 10 * time.Minute // how long a receipt can be seen again after sending
	untilClosing = 0                // until the browser is closed
)

// setCookie gives the browser a value to hold. The address is only ever a secure one: browsers count localhost as one.
func setCookie(w http.ResponseWriter, value string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: value, Path: "/", MaxAge: int(lasts.Seconds()),
		HttpOnly: true, Secure: true, SameSite: http.SameSiteStrictMode,
	})
}

func clearCookie(w http.ResponseWriter) { setCookie(w, "", -time.Second) }

// tokenOf reads the visit's token. No cookie, one that is no token, and the mark of having left are a fault.Invalid.
func tokenOf(r *http.Request) (receipt.Token, error) {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return receipt.Token{}, fault.New(fault.Invalid, "no session cookie")
	}
	return receipt.ParseToken(c.Value)
}

// hasLeft reports whether the person pressed "Exit this page" a short time ago.
func hasLeft(r *http.Request) bool {
	c, err := r.Cookie(cookieName)
	return err == nil && c.Value == left
}

// foreign reports whether another site made the browser send this. It is asked where no token for forms can be, since
// there is no visit yet to tie one to; browsers that do not say are believed.
func foreign(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}
