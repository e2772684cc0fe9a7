package conformance

import (
	"slices"
	"strings"
	"testing"
)

// TestPrivilegesAreMissed breaks each rule and expects it to be noticed.
func TestPrivilegesAreMissed(t *testing.T) {
	const (
		survey = "              Action: [dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:DeleteItem]\n              Resource: !GetAtt Feedback.Arn"
		portal = "              Action: [dynamodb:PutItem, dynamodb:Query]\n              Resource: !GetAtt Audit.Arn"
		tally  = "              Resource: [!GetAtt Contributions.Arn, !GetAtt Tallies.Arn]\n            # When"
		forum  = "              Resource: !Sub \"${Feedback.Arn}/index/by-forum\"\n            - Effect: Allow\n              Action: dynamodb:BatchGetItem"
		staged = "dynamodb:DeleteItem, dynamodb:Query]\n              Resource: !GetAtt Staged.Arn"
		review = "              Resource: [!Sub \"${Feedback.Arn}/index/by-review\", !Sub \"${Feedback.Arn}/index/by-surge\"]"
		upload = "              Resource: !Sub \"${Packs.Arn}/*\""
		cards  = "              Resource: !GetAtt Invitations.Arn\n            - Effect: Allow\n              Action: [dynamodb:BatchGetItem"
		heads  = "              Action: s3:PutObject\n              Resource: !Sub \"${AuditHeads.Arn}/*\""
		chain  = "              Action: dynamodb:Query\n              Resource: !GetAtt Audit.Arn"
		token  = "            Auth: {Authorizer: Programs, AuthorizationScopes: [feedback/write]}\n"
	)
	for name, c := range map[string]struct{ says, old, by, want string }{
		"wildcard action":   {"actions are written out", survey, strings.Replace(survey, "dynamodb:GetItem", "dynamodb:Get*", 1), "Survey may dynamodb:Get* on"},
		"wildcard resource": {"resources are the platform's own", portal, strings.Replace(portal, "!GetAtt Audit.Arn", `"*"`, 1), "Portal may dynamodb:PutItem on *"},
		"any index":         {"resources are the platform's own", forum, strings.Replace(forum, "by-forum", "*", 1), "Forum may dynamodb:Query on"},
		"somebody else's":   {"resources are the platform's own", portal, strings.Replace(portal, "!GetAtt Audit.Arn", `!Sub "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/Other"`, 1), "Portal may dynamodb:PutItem on"},
		"survey queries":    {"survey names every item", survey, strings.Replace(survey, "dynamodb:GetItem", "dynamodb:Query", 1), "Survey may dynamodb:Query on"},
		"survey scans":      {"survey names every item", survey, strings.Replace(survey, "dynamodb:GetItem", "dynamodb:Scan", 1), "Survey may dynamodb:Scan on"},
		"partner queries":   {"partner names every response", staged, strings.Replace(staged, "!GetAtt Staged.Arn", "[!GetAtt Staged.Arn, !GetAtt Feedback.Arn]", 1), "Partner may dynamodb:Query on"},
		"partner's seal":    {"partner reaches no sealed text", staged, strings.Replace(staged, "!GetAtt Staged.Arn", "[!GetAtt Staged.Arn, !GetAtt Sealed.Arn]", 1), "Partner may dynamodb:Query on"},
		"review's forums":   {"review reaches no figure", review, "              Resource: !GetAtt Forums.Arn", "Review may dynamodb:Query on"},
		"portal's staging":  {"what is staged is partner's alone", upload, strings.Replace(upload, "Packs", "Staging", 1), "Portal may s3:GetObject on"},
		"survey's cards":    {"only partner makes the codes", "dynamodb:UpdateItem]\n" + cards, "dynamodb:UpdateItem, dynamodb:PutItem]\n" + cards, "Survey may dynamodb:PutItem on"},
		"cards listed":      {"only partner makes the codes", "dynamodb:UpdateItem]\n" + cards, "dynamodb:UpdateItem, dynamodb:Scan]\n" + cards, "Survey may dynamodb:Scan on"},
		"review's cards":    {"only partner makes the codes", review, "              Resource: !GetAtt Invitations.Arn", "Review may dynamodb:Query on"},
		"review's hours":    {"how many come in an hour", review, "              Resource: !GetAtt Surge.Arn", "Review may dynamodb:Query on"},
		"no token":          {"programs come in by their token", token, "", "Partner ANY /v1/{proxy+} asks for"},
		"any token":         {"programs come in by their token", token, "            Auth: {Authorizer: Programs}\n", "Partner ANY /v1/{proxy+} asks for"},
		"portal responses":  {"portal reaches no response", portal, strings.Replace(portal, "!GetAtt Audit.Arn", "[!GetAtt Audit.Arn, !GetAtt Feedback.Arn]", 1), "Portal may dynamodb:PutItem on"},
		"portal's index":    {"portal reaches no response", portal, strings.Replace(portal, "!GetAtt Audit.Arn", `!Sub "${Feedback.Arn}/index/by-forum"`, 1), "Portal may dynamodb:Query on"},
		"tally's seal":      {"tally and forum reach no sealed text", tally, strings.Replace(tally, "[", "[!GetAtt Sealed.Arn, ", 1), "Tally may dynamodb:GetItem on"},
		"forum's seal":      {"tally and forum reach no sealed text", forum, strings.Replace(forum, `!Sub "${Feedback.Arn}/index/by-forum"`, "!GetAtt Sealed.Arn", 1), "Forum may dynamodb:Query on"},
		"survey's seal":     {"only review reads sealed text", "Action: [dynamodb:PutItem, dynamodb:DeleteItem]", "Action: [dynamodb:PutItem, dynamodb:GetItem]", "Survey may dynamodb:GetItem on"},
		"audit changed":     {"the audit is append-only", portal, strings.Replace(portal, "dynamodb:Query", "dynamodb:UpdateItem", 1), "Portal may dynamodb:UpdateItem on"},
		"audit removed":     {"the audit is append-only", portal, strings.Replace(portal, "dynamodb:Query", "dynamodb:DeleteItem", 1), "Portal may dynamodb:DeleteItem on"},
		"heads removed":     {"the audit's heads are put away by forum", heads, strings.Replace(heads, "s3:PutObject", "[s3:PutObject, s3:DeleteObjectVersion]", 1), "Forum may s3:DeleteObjectVersion on"},
		"heads unlocked":    {"the audit's heads are put away by forum", heads, strings.Replace(heads, "s3:PutObject", "[s3:PutObject, s3:PutObjectRetention]", 1), "Forum may s3:PutObjectRetention on"},
		"another's heads":   {"the audit's heads are put away by forum", upload, strings.Replace(upload, "Packs", "AuditHeads", 1), "Portal may s3:GetObject on"},
		"portal's packs":    {"only forum writes packs", upload, upload + "\n            - Effect: Allow\n              Action: s3:DeleteObjectVersion\n" + upload, "Portal may s3:DeleteObjectVersion on"},
		"forum's responses": {"forum reads responses by their forum", forum, strings.Replace(forum, "/index/by-forum", "", 1), "Forum may dynamodb:Query on"},
		"forum's entries":   {"forum reads the audit and writes none", chain, strings.Replace(chain, "dynamodb:Query", "[dynamodb:Query, dynamodb:PutItem]", 1), "Forum may dynamodb:PutItem on"},
		"decrypting":        {"only the named functions decrypt", "Action: kms:Encrypt", "Action: [kms:Encrypt, kms:Decrypt]", "Survey may kms:Decrypt on"},
		"granting":          {"only the named functions decrypt", "Action: kms:Encrypt", "Action: [kms:Encrypt, kms:CreateGrant]", "Survey may kms:CreateGrant on"},
		"not handed":        {"a function is allowed the tables that it is handed", "          FORUMS_TABLE: !Ref Forums\n          SEALED", "          SEALED", "Survey is allowed Forums and not handed it"},
		"not allowed":       {"a function is allowed the tables that it is handed", "          CONTRIBUTIONS_TABLE: !Ref Contributions", "          OTHER: !Ref Erasures\n          CONTRIBUTIONS_TABLE: !Ref Contributions", "Tally is handed Erasures and not allowed it"},
	} {
		t.Run(name, func(t *testing.T) {
			p := load(t, broken(t, c.old, c.by))
			at := slices.IndexFunc(rules, func(r rule) bool { return strings.HasPrefix(r.says, c.says) })
			if at < 0 {
				t.Fatalf("no rule says %q", c.says)
			}
			if said := strings.Join(rules[at].check(p), "\n"); !strings.Contains(said, c.want) {
				t.Errorf("found %q, want %q in it", said, c.want)
			}
		})
	}
}
