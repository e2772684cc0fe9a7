package questionnaire

// Applies gives the questions that the answers lead to, in the order in which they are asked; about-you questions are
// last. Answers to questions that do not apply decide nothing.
func (q *Questionnaire) Applies(a Answers) []*Question {
	questions := make([]*Question, 0, len(q.Questions))
	for _, qu := range q.Questions {
		switch {
		case qu.When.Met(a):
			questions = append(questions, qu)
		case len(a[qu.ID]) > 0: // an answer that decides nothing; answers that were sent have none
			questions, _ = q.route(a)
			return questions
		}
	}
	return questions
}

// Prune gives the answers that belong to questions which apply, and no others: what was answered to an unknown question,
// or to one that a changed answer has taken out of the way, is left out. Pruning again changes nothing. The map is
// new; the answers in it are a's own.
func (q *Questionnaire) Prune(a Answers) Answers {
	_, kept := q.route(a)
	return kept
}

// route goes through the questions once. Since a condition reads earlier questions only, and sees only answers that
// were kept, one pass reaches the fixed point.
func (q *Questionnaire) route(a Answers) ([]*Question, Answers) {
	questions := make([]*Question, 0, len(q.Questions))
	kept := make(Answers, len(a))
	for _, qu := range q.Questions {
		if !qu.When.Met(kept) {
			continue
		}
		questions = append(questions, qu)
		if answer := a[qu.ID]; len(answer) > 0 {
			kept[qu.ID] = answer
		}
	}
	return questions, kept
}
