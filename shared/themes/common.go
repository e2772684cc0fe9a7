package themes

import "strings"

// common are the commonest words of English, as prose writes them out.
var common = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`a about after again all am an and another any are as at back be because been before
		being but by came can come could day did do does done down each even every few first for from get give go going good
		got had has have he her here him his how i if in into is it just know last like little made make many may me more
		most much must my need never new next no nobody not nothing now of off on once one only or other our out over own
		people please really right said same say see she should so some still such sure take than thank that the their them
		then there these they thing think this those time to too two up us very want was way we well went were what when
		where which while who why will with would year yes you your`) {
		all[w] = true
	}
	return all
}()
