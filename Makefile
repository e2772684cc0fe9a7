# The two commands are `make run` and `make test`; both do their own set-up. Everything here only calls bin/voiceforum,
# the go command, or infra/check.sh.
.DEFAULT_GOAL := help
.PHONY: help run demo test bench bench-anonymise bench-themes deploy clean bin/voiceforum

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z\/-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

bin/voiceforum: ## build the operator's one command
	@go build -o bin/voiceforum ./infra/voiceforum

run: bin/voiceforum ## start the platform on http://localhost:8080
	@bin/voiceforum run

demo: bin/voiceforum ## bring in two quarters of invented feedback (while `make run` is up)
	@bin/voiceforum demo

test: bin/voiceforum ## set up, check and test everything, the browser included
	@bin/voiceforum setup --tests
	@infra/check.sh

bench: bin/voiceforum ## measure, side by side in one run
	@bin/voiceforum setup --tests
	@bin/voiceforum bench

bench-anonymise: bin/voiceforum ## measure what the anonymiser masks and leaves, and how fast it is
	@bin/voiceforum bench-anonymise

bench-themes: bin/voiceforum ## measure how well themes are found, and how fast
	@bin/voiceforum bench-themes

deploy: ## build for the cloud and deploy with AWS SAM
	GOFLAGS='-tags=lambda.norpc "-ldflags=-s -w"' sam build
	sam deploy --guided

clean: ## remove everything that was built, and the local data
	rm -rf .local .build .aws-sam bin node_modules
	find web/assets/built -mindepth 1 ! -name .keep -delete 2>/dev/null || true
