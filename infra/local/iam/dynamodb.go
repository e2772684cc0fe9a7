package iam

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"voiceforum/infra/local/template"
)

// need is one permission that a request needs.
type need struct{ action, resource string }

// errUnknown means that a request cannot be told apart well enough to be checked.
var errUnknown = errors.New("the operation is not known here")

// table is the part of an operation that names what it is about.
type table struct {
	TableName string
	IndexName string
	StreamArn string
}

// needs reads what a DynamoDB request needs: its operation from the X-Amz-Target header, its tables from the body.
func needs(target string, body []byte) ([]need, error) {
	service, operation, found := strings.Cut(target, ".")
	if !found || !strings.HasPrefix(service, "DynamoDB") {
		return nil, errUnknown
	}
	switch operation {
	case "TransactWriteItems", "TransactGetItems":
		return transactionNeeds(body)
	case "BatchGetItem", "BatchWriteItem":
		return batchNeeds("dynamodb:"+operation, body)
	case "ExecuteStatement", "ExecuteTransaction", "BatchExecuteStatement":
		return nil, errUnknown
	}
	var t table
	if err := json.Unmarshal(body, &t); err != nil {
		return nil, err
	}
	return []need{{"dynamodb:" + operation, t.arn()}}, nil
}

func (t table) arn() string {
	switch {
	case t.StreamArn != "":
		return t.StreamArn
	case t.TableName == "":
		return "*"
	}
	arn := t.TableName
	if !strings.HasPrefix(arn, "arn:") {
		arn = fmt.Sprintf("arn:aws:dynamodb:%s:%s:table/%s", template.LocalRegion, template.LocalAccount, t.TableName)
	}
	if t.IndexName != "" {
		arn += "/index/" + t.IndexName
	}
	return arn
}

// actions are what the parts of a transaction are called as permissions.
var actions = map[string]string{
	"Put":            "dynamodb:PutItem",
	"Update":         "dynamodb:UpdateItem",
	"Delete":         "dynamodb:DeleteItem",
	"Get":            "dynamodb:GetItem",
	"ConditionCheck": "dynamodb:ConditionCheckItem",
}

// transactionNeeds asks for the permission of each part on its own table, as AWS does: there is none for the whole.
func transactionNeeds(body []byte) ([]need, error) {
	var request struct{ TransactItems []map[string]*table }
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, err
	}
	var all []need
	for _, item := range request.TransactItems {
		for kind, t := range item {
			if t == nil {
				continue
			}
			action, ok := actions[kind]
			if !ok {
				return nil, errUnknown
			}
			all = append(all, need{action, t.arn()})
		}
	}
	return all, nil
}

func batchNeeds(action string, body []byte) ([]need, error) {
	var request struct {
		RequestItems map[string]json.RawMessage
	}
	if err := json.Unmarshal(body, &request); err != nil {
		return nil, err
	}
	all := make([]need, 0, len(request.RequestItems))
	for name := range request.RequestItems {
		all = append(all, need{action, table{TableName: name}.arn()})
	}
	return all, nil
}
