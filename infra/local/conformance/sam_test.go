package conformance

// What follows is written from the AWS SAM developer guide: the properties of the types and events that this template
// may use. Where the guide says that a property is passed on to a resource of CloudFormation, its kind is taken from
// the published specification.

// Kinds by hand.
var (
	text    = kind{Type: "string"}
	integer = kind{Type: "integer"}
	object  = kind{Type: "json"}

	listParameter = kind{Type: "list parameter"} // !Ref of a parameter that is a list
)

func named(id string) kind {
	k := kind{Type: "ref"}
	k.Reference.ID = id
	return k
}

func listOf(element kind) kind { return kind{Type: "array", Element: &element} }

func mapOf(element kind) kind { return kind{Type: "map", Element: &element} }

func either(kinds ...kind) kind { return kind{Type: "union", Types: kinds} }

func oneOf(words ...any) kind { return kind{Type: "string", AllowedValues: words} }

func may(k kind) property { return property{Type: k} }

func must(k kind) property { return property{Type: k, Required: true} }

// passedTo gives a property as a resource of CloudFormation has it.
func (s specification) passedTo(resource, name string) property {
	p, known := s.resources[resource].Properties[name]
	if !known {
		panic("no property " + name + " of " + resource + " in the specification")
	}
	p.Required = false
	return p
}

// addSAM replaces what the database says of SAM's types, which is old and leaves much out.
func (s specification) addSAM() {
	lambda := func(name string) property { return s.passedTo("AWS::Lambda::Function", name) }
	inGlobals := map[string]property{
		"CodeUri":                      may(text),
		"Description":                  lambda("Description"),
		"Architectures":                lambda("Architectures"),
		"Environment":                  lambda("Environment"),
		"EphemeralStorage":             lambda("EphemeralStorage"),
		"Handler":                      lambda("Handler"),
		"KmsKeyArn":                    lambda("KmsKeyArn"),
		"LoggingConfig":                lambda("LoggingConfig"),
		"MemorySize":                   lambda("MemorySize"),
		"ReservedConcurrentExecutions": lambda("ReservedConcurrentExecutions"),
		"Runtime":                      lambda("Runtime"),
		"Timeout":                      lambda("Timeout"),
		"Tags":                         may(mapOf(text)),
		"EventInvokeConfig":            may(named("sam:EventInvokeConfig")),
	}
	onlyInFunctions := map[string]property{
		"Policies":     may(listOf(either(text, object))),
		"Events":       may(mapOf(named("sam:Event"))),
		"FunctionName": lambda("FunctionName"),
		"PackageType":  lambda("PackageType"),
		"ImageConfig":  lambda("ImageConfig"),
		"ImageUri":     may(text),
	}
	function := map[string]property{}
	for _, properties := range []map[string]property{inGlobals, onlyInFunctions} {
		for name, p := range properties {
			function[name] = p
		}
	}
	s.types["sam:Globals.Function"] = definition{Name: "Globals.Function", Properties: inGlobals}
	s.resources["AWS::Serverless::Function"] = definition{
		Name: "AWS::Serverless::Function", Properties: function,
		Attributes: s.resources["AWS::Lambda::Function"].Attributes,
	}
	s.resources["AWS::Serverless::HttpApi"] = definition{
		Name: "AWS::Serverless::HttpApi",
		Properties: map[string]property{
			"Name":                      s.passedTo("AWS::ApiGatewayV2::Api", "Name"),
			"Description":               may(text),
			"StageName":                 s.passedTo("AWS::ApiGatewayV2::Stage", "StageName"),
			"AccessLogSettings":         s.passedTo("AWS::ApiGatewayV2::Stage", "AccessLogSettings"),
			"DefaultRouteSettings":      s.passedTo("AWS::ApiGatewayV2::Stage", "DefaultRouteSettings"),
			"RouteSettings":             s.passedTo("AWS::ApiGatewayV2::Stage", "RouteSettings"),
			"StageVariables":            s.passedTo("AWS::ApiGatewayV2::Stage", "StageVariables"),
			"DisableExecuteApiEndpoint": s.passedTo("AWS::ApiGatewayV2::Api", "DisableExecuteApiEndpoint"),
			"FailOnWarnings":            s.passedTo("AWS::ApiGatewayV2::Api", "FailOnWarnings"),
			"Tags":                      may(mapOf(text)),
			"Auth":                      may(named("sam:HttpApiAuth")),
		},
		Attributes: s.resources["AWS::ApiGatewayV2::Api"].Attributes,
	}
	s.addAuth()
	s.addInvocation()
	s.addEvents()
}

func (s specification) addAuth() {
	s.types["sam:HttpApiAuth"] = definition{Name: "Auth", Properties: map[string]property{
		"Authorizers": may(mapOf(named("sam:OAuth2Authorizer"))), "DefaultAuthorizer": may(text),
		"EnableIamAuthorizer": may(kind{Type: "boolean"}),
	}}
	s.types["sam:OAuth2Authorizer"] = definition{Name: "an authorizer", Properties: map[string]property{
		"AuthorizationScopes": may(listOf(text)), "IdentitySource": may(text), "JwtConfiguration": may(named("sam:JwtConfiguration")),
	}}
	// The guide passes it on to a JWTConfiguration of API Gateway, with its names in lower case. Where it has a list, a
	// parameter that is a list may stand: !Ref of a CommaDelimitedList.
	s.types["sam:JwtConfiguration"] = definition{Name: "JwtConfiguration", Properties: map[string]property{
		"issuer": must(text), "audience": must(either(listOf(text), listParameter)),
	}}
	s.types["sam:HttpApiFunctionAuth"] = definition{Name: "a route's Auth", Properties: map[string]property{
		"Authorizer": may(text), "AuthorizationScopes": may(listOf(text)),
	}}
}

func (s specification) addInvocation() {
	s.types["sam:EventInvokeConfig"] = definition{Name: "EventInvokeConfig", Properties: map[string]property{
		"DestinationConfig":        may(named("sam:EventInvokeDestinationConfig")),
		"MaximumEventAgeInSeconds": may(integer),
		"MaximumRetryAttempts":     may(integer),
	}}
	s.types["sam:EventInvokeDestinationConfig"] = definition{Name: "DestinationConfig", Properties: map[string]property{
		"OnFailure": may(named("sam:Destination")),
		"OnSuccess": may(named("sam:Destination")),
	}}
	s.types["sam:Destination"] = definition{Name: "a destination", Properties: map[string]property{
		"Destination": must(text), // needed with every Type but for SQS and SNS, where SAM would make one up
		"Type":        may(oneOf("SQS", "SNS", "Lambda", "EventBridge")),
	}}
}

// eventProperties names the definition of each kind of event.
var eventProperties = map[string]string{
	"HttpApi": "sam:HttpApi", "DynamoDB": "sam:DynamoDB", "ScheduleV2": "sam:ScheduleV2", "S3": "sam:S3",
	"EventBridgeRule": "sam:EventBridgeRule",
}

func (s specification) addEvents() {
	// Type decides what Properties may be: see checker.event.
	s.types["sam:Event"] = definition{Name: "an event", Properties: map[string]property{
		"Type": must(text), "Properties": must(object),
	}}
	s.types["sam:HttpApi"] = definition{Name: "an HttpApi event", Properties: map[string]property{
		"ApiId": may(text), "Path": may(text), "Method": may(text), "Auth": may(named("sam:HttpApiFunctionAuth")),
		"PayloadFormatVersion": may(text), "TimeoutInMillis": may(integer),
		"RouteSettings": s.passedTo("AWS::ApiGatewayV2::Stage", "DefaultRouteSettings"),
	}}
	stream := map[string]property{
		"Stream": must(text), "DestinationConfig": may(named("sam:StreamDestinationConfig")),
	}
	for _, name := range []string{
		"BatchSize", "BisectBatchOnFunctionError", "Enabled", "FilterCriteria", "FunctionResponseTypes", "KmsKeyArn",
		"MaximumBatchingWindowInSeconds", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts", "MetricsConfig",
		"ParallelizationFactor", "StartingPosition", "StartingPositionTimestamp", "TumblingWindowInSeconds",
	} {
		stream[name] = s.passedTo("AWS::Lambda::EventSourceMapping", name)
	}
	stream["StartingPosition"] = must(oneOf("TRIM_HORIZON", "LATEST"))
	s.types["sam:DynamoDB"] = definition{Name: "a DynamoDB event", Properties: stream}
	s.types["sam:StreamDestinationConfig"] = definition{Name: "DestinationConfig", Properties: map[string]property{
		"OnFailure": must(named("sam:StreamDestination")),
	}}
	s.types["sam:StreamDestination"] = definition{Name: "OnFailure", Properties: map[string]property{
		"Destination": must(text),
		"Type":        may(oneOf("SQS", "SNS")), // with it, SAM lets the function's role send there
	}}
	schedule := map[string]property{
		"DeadLetterConfig": may(object), "PermissionsBoundary": may(text), "RoleArn": may(text), "RetryPolicy": may(object),
		"Input": may(text), "OmitName": may(kind{Type: "boolean"}), "ScheduleExpression": must(text),
	}
	for _, name := range []string{
		"Description", "EndDate", "FlexibleTimeWindow", "GroupName", "KmsKeyArn", "Name", "ScheduleExpressionTimezone",
		"StartDate", "State",
	} {
		schedule[name] = s.passedTo("AWS::Scheduler::Schedule", name)
	}
	s.types["sam:ScheduleV2"] = definition{Name: "a ScheduleV2 event", Properties: schedule}
	s.types["sam:EventBridgeRule"] = definition{Name: "an EventBridgeRule event", Properties: map[string]property{
		"DeadLetterConfig": may(object), "EventBusName": may(text), "Input": may(text), "InputPath": may(text),
		"InputTransformer": may(object), "Pattern": must(object), "RetryPolicy": may(object), "RuleName": may(text),
		"State": may(oneOf("DISABLED", "ENABLED")), "Target": may(object),
	}}
	s.types["sam:S3"] = definition{Name: "an S3 event", Properties: map[string]property{
		"Bucket": must(text), "Events": must(either(text, listOf(text))), "Filter": may(object),
	}}
}
