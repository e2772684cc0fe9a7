package release

import (
	"math"

	"voiceforum/shared/questionnaire"
	"voiceforum/shared/statistics"
	"voiceforum/shared/tally"
)

// bestPoints are those of a scale from which somebody is called satisfied.
const bestPoints = 4

// satisfaction gives the mean of each scale that is about the whole and not about one theme. There is a mean only where
// every point may be seen: one worked out from the others would be another scale's.
func (src Source) satisfaction(r Release) []Satisfaction {
	var all []Satisfaction
	for _, v := range r.Views {
		for _, qu := range src.of(v.ID).questions() {
			t, ok := r.Table(v.ID, tally.Question+qu.ID)
			if !ok || qu.Kind != questionnaire.Scale || qu.Theme != "" {
				continue
			}
			s := Satisfaction{View: v.ID, Question: t.ID, Title: t.Title, Base: Figure{Suppressed: true}}
			if counts, scores, ok := pointsOf(t, qu); ok {
				if mean, err := statistics.MeanOf(counts, scores); err == nil {
					s.Base = Figure{Value: mean.People}
					s.Mean, s.Low, s.High = tenth(mean.Mean), tenth(mean.Low), tenth(mean.High)
				}
			}
			all = append(all, s)
		}
	}
	return all
}

// pointsOf gives the protected counts of a scale's points, from the worst to the best; false where one is suppressed.
func pointsOf(t Table, qu *questionnaire.Question) (counts []int, scores []float64, ok bool) {
	counts, scores = make([]int, questionnaire.ScalePoints), make([]float64, questionnaire.ScalePoints)
	for i := range scores {
		scores[i] = float64(i + 1)
	}
	for _, o := range qu.Options {
		if o.Point == 0 {
			continue
		}
		f := t.count(o.ID)
		if f.Suppressed {
			return nil, nil, false
		}
		counts[o.Point-1] = f.Value
	}
	return counts, scores, true
}

// best gives the share of the best points among all points, from protected counts; false where a point is suppressed.
func best(t Table, qu *questionnaire.Question) (statistics.Share, bool) {
	counts, _, ok := pointsOf(t, qu)
	if !ok {
		return statistics.Share{}, false
	}
	people, base := 0, 0
	for i, n := range counts {
		base += n
		if i+1 >= bestPoints {
			people += n
		}
	}
	share, err := statistics.Of(people, base)
	return share, err == nil
}

func tenth(x float64) *float64 {
	x = math.Round(10*x) / 10
	return &x
}

// beside finds what several views were asked alike, for the tables to be put side by side.
func (src Source) beside(r Release) []Beside {
	asked := make([]*questionnaire.Questionnaire, 0, len(r.Views))
	var views []string
	for _, v := range r.Views {
		if q := src.of(v.ID).asked; q != nil {
			asked, views = append(asked, q), append(views, v.ID)
		}
	}
	shared, err := questionnaire.Beside(asked...)
	if err != nil { // published questionnaires are held to it by a test of their own
		return nil
	}
	var all []Beside
	for _, s := range shared {
		b := Beside{Key: s.Key, Tables: map[string]string{}}
		for i, qu := range s.Questions {
			if qu == nil || s.Kind == questionnaire.Text {
				continue
			}
			if t, ok := r.Table(views[i], tally.Question+qu.ID); ok {
				if b.Title == "" {
					b.Title = t.Title
				}
				b.Tables[views[i]] = t.ID
			}
		}
		if len(b.Tables) > 1 {
			all = append(all, b)
		}
	}
	return all
}
