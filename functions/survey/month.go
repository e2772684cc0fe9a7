package main

import (
	"fmt"
	"time"

	"voiceforum/shared/questionnaire"
)

// typedMonth gives a date as its two boxes hold it.
func typedMonth(d questionnaire.Date) []string {
	typed := []string{"", ""}
	if d.Month != 0 {
		typed[0] = fmt.Sprint(d.Month)
	}
	if d.Year != 0 {
		typed[1] = fmt.Sprintf("%04d", d.Year)
	}
	return typed
}

// monthWords gives a date as people read it: March 2025, 2025, or March.
func monthWords(d questionnaire.Date) string {
	switch {
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Year == 0:
		return time.Month(d.Month).String()
	}
	return fmt.Sprintf("%s %04d", time.Month(d.Month), d.Year)
}
