package bench

import (
	"context"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"voiceforum/infra/local"
)

// quiet starts a platform of its own from quietTemplate, for the caller to stop.
func (b *bench) quiet(ctx context.Context, index, key string) (*local.Platform, error) {
	dir, err := os.MkdirTemp(b.dir, index+"-")
	if err != nil {
		return nil, err
	}
	template, err := quietTemplate(b.Root, dir, index, key)
	if err != nil {
		return nil, err
	}
	return local.Start(ctx, local.Options{Root: b.Root, Template: template, Dir: dir, Progress: progress})
}

// quietTemplate writes the template as it is but for what listens to the responses: their stream, and all their indexes
// but one, by its name and its key. With them, filling the table would take hours, and what is measured would share the
// machine with a tally of it all. It gives the file's path.
func quietTemplate(root, dir, index, key string) (string, error) {
	content, err := os.ReadFile(filepath.Join(root, "template.yaml"))
	if err != nil {
		return "", err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return "", err
	}
	resources := valueOf(document.Content[0], "Resources")
	feedback := valueOf(valueOf(resources, "Feedback"), "Properties")
	remove(feedback, "StreamSpecification")
	keep(valueOf(feedback, "GlobalSecondaryIndexes"), "IndexName", index)
	keep(valueOf(feedback, "AttributeDefinitions"), "AttributeName", "PK", "SK", key)
	for i := 1; i < len(resources.Content); i += 2 {
		events := valueOf(valueOf(resources.Content[i], "Properties"), "Events")
		for e := 1; events != nil && e < len(events.Content); e += 2 {
			if kind := valueOf(events.Content[e], "Type"); kind != nil && kind.Value == "DynamoDB" {
				events.Content = append(events.Content[:e-1], events.Content[e+1:]...)
				e -= 2
			}
		}
	}
	out, err := yaml.Marshal(&document)
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "template.yaml")
	return file, os.WriteFile(file, out, 0o600)
}

// valueOf gives the value of a map's key, or nil.
func valueOf(node *yaml.Node, key string) *yaml.Node {
	for i := 0; node != nil && i+1 < len(node.Content); i += 2 {
		if node.Kind == yaml.MappingNode && node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

func remove(node *yaml.Node, key string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			node.Content = append(node.Content[:i], node.Content[i+2:]...)
			return
		}
	}
}

// keep leaves those maps of a list whose field has one of the values.
func keep(list *yaml.Node, field string, values ...string) {
	kept := list.Content[:0]
	for _, node := range list.Content {
		for _, v := range values {
			if at := valueOf(node, field); at != nil && at.Value == v {
				kept = append(kept, node)
			}
		}
	}
	list.Content = kept
}
