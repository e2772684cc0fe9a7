// Package dynamostore keeps what the domain knows in DynamoDB: one small store a subject, one file a store. It turns
// the database's failures into kinds of fault, and none of what a person typed into text.
//
// The tables that template.yaml declares, and what is in them. Every PK and SK is a string; `expires` is always in
// seconds since 1970, is never finer than a day but for drafts and sessions, and is checked on every read, because
// the database takes its time to remove what has expired.
//
//	table          PK               SK             other attributes
//	-------------  ---------------  -------------  ----------------------------------------------------------------
//	Feedback       RESPONSE#<id>    RESPONSE       forumShard "2026-Q4#07", version, response (a map); while it is set
//	                                               apart: surgeShard "surge#2026-Q4#2026-11-24#7" or "withheld#…";
//	                                               while a reviewer must look: reviewShard "held#2026-Q4#07"
//	               RESPONSE#<id>    WITHDRAWN      of what an organisation handed in: organisation, withdrawn (a day), expires
//	               BATCH#<id>...    BATCH, PART    see batches.go
//	               RECEIPT#<hash>   RECEIPT        responseId; once withdrawn only: withdrawn (a day)
//	               SURGE#<quarter>  WINDOWS        a map by the name of each day: the decision on what was set apart
//	  by-forum     forumShard       PK             everything of a response; receipts are not in it
//	  by-surge     surgeShard       PK             keys alone
//	  by-review    reviewShard      PK             keys alone
//	Drafts         <draft id>                      version, sealed, expires
//	Sealed         <response id>                   ciphertext, expires
//	Contact        <response id>                   ciphertext, expires; once tried: tried, triedDay
//	Keys           <response id>    sealed         wrapped, expires
//	               <response id>    contact        wrapped, expires
//	Erasures       <hash of an id>                 day, expires
//	Forums         <quarter>        FORUM          version, forum (a map)
//	               <quarter>        LIVE           see releases.go
//	               <quarter>        RELEASE#0001   see releases.go
//	Contributions  <response id>                   see contributions.go
//	Tallies        FORUM#<q>#SHARD#<nn>            see tallies.go
//	               FORUM#<q>#SHOWN                 see shown.go
//	Sessions       <hash>                          see sessions.go
//	Organisations  ORG#<id>         ORG            organisation (a map)
//	               CLIENT#<id>      MEMBER         organisation (its id)
//	               PERSON#<subject> MEMBER         organisation (its id)
//	Invitations    CARD#<hash>                     expires; until it is used: issue (the PK of the next)
//	               ISSUE#<q>#<org>                 made, batchCount, batches (a list), counted, expires
//	Surge          OPEN#<day>#<n>                  h00 to h23, total, expires; n is a part, from 0
//	Requests       <hash>                          see requests.go
//	Staged         SHEET#<org>#<id>                see staged.go
//	Audit                                          see audit.go
//
// A response, its receipt, its sealed text, its contact details and their keys come in one transaction with the end
// of its draft, and go in one. Nothing says when, beyond the day.
package dynamostore
