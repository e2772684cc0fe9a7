package audit

// SumOf gives tests the hash that a link should have.
var SumOf = Link.sum
