package redact

import (
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// numbered reads columns given by number, from 1; all of them where none is given.
func numbered(columns []string, width int) ([]int, error) {
	if len(columns) == 0 {
		return upTo(width), nil
	}
	var chosen []int
	for _, c := range columns {
		n, err := strconv.Atoi(strings.TrimSpace(c))
		if err != nil || n < 1 || n > width {
			return nil, fault.New(fault.Invalid, "line 1: there is no column %q; without a header they are 1 to %d", c, width)
		}
		chosen = append(chosen, n-1)
	}
	return inOrder(chosen)
}

// named finds columns by what the header calls them, capitals and spaces around it aside.
func named(columns, header []string, line int) ([]int, error) {
	for i, name := range header {
		if k := find(header[:i], name); k >= 0 && plain(name) != "" {
			return nil, fault.New(fault.Invalid, "line %d: columns %d and %d have the same name", line, k+1, i+1)
		}
	}
	if len(columns) == 0 {
		return upTo(len(header)), nil
	}
	var chosen []int
	for _, name := range columns {
		i := find(header, name)
		if i < 0 || plain(name) == "" {
			return nil, fault.New(fault.Invalid, "line %d: there is no column %q among the %d; if the file has no row of column names, say --no-header",
				line, name, len(header))
		}
		chosen = append(chosen, i)
	}
	return inOrder(chosen)
}

func plain(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func find(header []string, name string) int {
	return slices.IndexFunc(header, func(h string) bool { return plain(h) == plain(name) })
}

func upTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func inOrder(chosen []int) ([]int, error) {
	slices.Sort(chosen)
	return slices.Compact(chosen), nil
}

// personal are the kinds that the name of a column has no reason to hold.
var personal = []anonymise.Kind{
	anonymise.Name, anonymise.Address, anonymise.Postcode, anonymise.Phone, anonymise.Email, anonymise.NHS, anonymise.NI,
}

// runs refuses a chosen column whose name a spreadsheet would run: the header goes out as it stands.
func (t *table) runs(line int) error {
	for _, i := range t.chosen {
		if name := t.header[i]; formula.MatchString(name) && !number.MatchString(name) {
			return fault.New(fault.Invalid, "line %d: the name of column %d begins like a formula, and would be run when the file is opened; "+
				"give it another", line, i+1)
		}
	}
	return nil
}

// looksLikeData refuses a header that names somebody: it would go out as it stands.
func (t *table) looksLikeData(engine Anonymiser, line int) error {
	for i, name := range t.header {
		if len(name) > anonymise.MaxBytes {
			return fault.New(fault.TooLarge, "line %d: the name of column %d is over %d KB", line, i+1, anonymise.MaxBytes>>10)
		}
		results, err := engine.Anonymise([]string{name})
		if err != nil {
			return err
		}
		for _, span := range results[0].Spans {
			if slices.Contains(personal, span.Kind) {
				return fault.New(fault.Invalid, "line %d: the name of column %d looks like somebody's data (%s); "+
					"if the file has no row of column names, say --no-header; if this is one, say --header", line, i+1, span.Kind)
			}
		}
	}
	return nil
}
