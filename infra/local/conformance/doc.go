// Package conformance holds template.yaml against what others say of it: the published CloudFormation specification,
// the documentation of AWS SAM, and the table of privileges of the design. It has tests and nothing else. Each check is
// also run on copies of the template that were broken on purpose, and must find what is wrong with them.
package conformance
