package template

import (
	"slices"
	"strconv"
)

// readers says how each modelled type is read.
var readers map[string]func(*loader, *Platform, *resource)

func init() { // not in the declaration: the readers reach the loader, which reaches this map
	readers = map[string]func(*loader, *Platform, *resource){
		TypeFunction:   (*loader).function,
		TypeHTTPAPI:    (*loader).httpAPI,
		TypeTable:      (*loader).table,
		TypeBucket:     (*loader).bucket,
		TypeQueue:      (*loader).queue,
		TypeKey:        (*loader).key,
		TypePool:       (*loader).pool,
		TypePoolClient: (*loader).poolClient,
		TypePoolGroup:  (*loader).poolGroup,
		TypeResources:  (*loader).resourceServer,
	}
}

// cloudOnly lists the types that have nothing to run on one machine: who watches, who may not, and where logs go.
// What their properties may be is the conformance test's business.
var cloudOnly = map[string]bool{
	"AWS::CloudWatch::Alarm":       true,
	"AWS::Cognito::UserPoolDomain": true,
	"AWS::Logs::LogGroup":          true,
	"AWS::Logs::MetricFilter":      true,
	"AWS::S3::BucketPolicy":        true,
	"AWS::SNS::Topic":              true,
}

func (l *loader) httpAPI(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind, "Description", "DefaultRouteSettings", "Auth")
	l.text(f["Description"])
	p.Authorizers = l.authorizers(f["Auth"])
	settings := l.fields(f["DefaultRouteSettings"], "DefaultRouteSettings", "ThrottlingBurstLimit", "ThrottlingRateLimit")
	p.Throttle.Burst = l.whole(settings["ThrottlingBurstLimit"], 0, 1, 1_000_000)
	if rate := settings["ThrottlingRateLimit"]; !rate.absent() {
		var err error
		if p.Throttle.Rate, err = strconv.ParseFloat(l.text(rate), 64); err != nil || !(p.Throttle.Rate > 0) {
			l.problem(rate, "must be a number of requests a second, more than 0")
		}
	}
	for _, id := range l.order {
		if other := l.resources[id]; other.kind == TypeHTTPAPI && id != r.id {
			l.problem(r.at, "is one HTTP API of several; one is what can be run here")
			return
		}
	}
}

func (l *loader) table(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind,
		"BillingMode", "DeletionProtectionEnabled", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes",
		"StreamSpecification", "PointInTimeRecoverySpecification", "TimeToLiveSpecification", "SSESpecification")
	l.need(r.properties.or(r.at), f, "BillingMode", "KeySchema", "AttributeDefinitions")
	l.oneOf(f["BillingMode"], "", "PAY_PER_REQUEST")
	t := Table{LogicalID: r.id, Name: l.ownName(r), KeySchema: l.keySchema(f["KeySchema"])}
	for _, item := range l.items(f["AttributeDefinitions"]) {
		a := l.fields(item, "an attribute", "AttributeName", "AttributeType")
		l.need(item, a, "AttributeName", "AttributeType")
		t.Attributes = append(t.Attributes, Attribute{l.text(a["AttributeName"]), l.oneOf(a["AttributeType"], "", "S", "N", "B")})
	}
	for _, item := range l.items(f["GlobalSecondaryIndexes"]) {
		t.Indexes = append(t.Indexes, l.index(item))
	}
	stream := l.fields(f["StreamSpecification"], "StreamSpecification", "StreamViewType")
	t.StreamView = l.oneOf(stream["StreamViewType"], "", "NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY")
	l.need(f["StreamSpecification"], stream, neededIf(!f["StreamSpecification"].absent(), "StreamViewType")...)
	expiry := l.fields(f["TimeToLiveSpecification"], "TimeToLiveSpecification", "AttributeName", "Enabled")
	if l.flag(expiry["Enabled"]) {
		l.need(f["TimeToLiveSpecification"], expiry, "AttributeName")
		t.TTLAttribute = l.text(expiry["AttributeName"])
	}
	l.checkKeys(r, t)
	p.Tables = append(p.Tables, t)
}

func neededIf(condition bool, names ...string) []string {
	if condition {
		return names
	}
	return nil
}

// or gives p, or another place to name where p is absent.
func (p place) or(other place) place {
	if p.absent() {
		return other
	}
	return p
}

func (l *loader) keySchema(p place) []KeyPart {
	var key []KeyPart
	for _, item := range l.items(p) {
		f := l.fields(item, "a key", "AttributeName", "KeyType")
		l.need(item, f, "AttributeName", "KeyType")
		key = append(key, KeyPart{l.text(f["AttributeName"]), l.oneOf(f["KeyType"], "", "HASH", "RANGE")})
	}
	if len(key) == 0 || len(key) > 2 || key[0].Kind != "HASH" || len(key) == 2 && key[1].Kind != "RANGE" {
		l.problem(p, "must be a HASH key, with a RANGE key after it or none")
	}
	return key
}

func (l *loader) index(p place) Index {
	f := l.fields(p, "an index", "IndexName", "KeySchema", "Projection")
	l.need(p, f, "IndexName", "KeySchema", "Projection")
	projection := l.fields(f["Projection"], "Projection", "ProjectionType", "NonKeyAttributes")
	return Index{
		Name:       l.text(f["IndexName"]),
		KeySchema:  l.keySchema(f["KeySchema"]),
		Projection: l.oneOf(projection["ProjectionType"], "", "ALL", "KEYS_ONLY", "INCLUDE"),
		NonKey:     l.texts(projection["NonKeyAttributes"]),
	}
}

// checkKeys refuses what CreateTable refuses: a key whose attribute has no type, and a type that no key uses.
func (l *loader) checkKeys(r *resource, t Table) {
	used := map[string]bool{}
	keys := slices.Clone(t.KeySchema)
	for _, index := range t.Indexes {
		keys = append(keys, index.KeySchema...)
	}
	for _, part := range keys {
		used[part.Attribute] = true
		if !slices.ContainsFunc(t.Attributes, func(a Attribute) bool { return a.Name == part.Attribute }) {
			l.problem(r.property("AttributeDefinitions").or(r.at), "%s is part of a key and is not defined", part.Attribute)
		}
	}
	for _, a := range t.Attributes {
		if !used[a.Name] {
			l.problem(r.property("AttributeDefinitions").or(r.at), "%s is defined and no key uses it", a.Name)
		}
	}
}

func (l *loader) bucket(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind,
		"PublicAccessBlockConfiguration", "OwnershipControls", "BucketEncryption", "VersioningConfiguration",
		"LifecycleConfiguration", "CorsConfiguration", "NotificationConfiguration", "ObjectLockEnabled",
		"ObjectLockConfiguration")
	versioning := l.fields(f["VersioningConfiguration"], "VersioningConfiguration", "Status")
	b := Bucket{
		LogicalID: r.id, Name: l.ownName(r),
		Versioned: l.oneOf(versioning["Status"], "Suspended", "Enabled", "Suspended") == "Enabled",
	}
	notices := l.fields(f["NotificationConfiguration"], "NotificationConfiguration", "EventBridgeConfiguration")
	bridge := l.fields(notices["EventBridgeConfiguration"], "EventBridgeConfiguration", "EventBridgeEnabled")
	b.Bridged = l.flag(bridge["EventBridgeEnabled"])
	b.Lock = l.lock(f["ObjectLockEnabled"], f["ObjectLockConfiguration"], b)
	for _, rule := range l.items(l.fields(f["CorsConfiguration"], "CorsConfiguration", "CorsRules")["CorsRules"]) {
		c := l.fields(rule, "a CORS rule", "AllowedOrigins", "AllowedMethods", "AllowedHeaders", "ExposedHeaders", "MaxAge")
		l.need(rule, c, "AllowedOrigins", "AllowedMethods")
		b.CORS = append(b.CORS, CORSRule{
			l.texts(c["AllowedOrigins"]), l.texts(c["AllowedMethods"]), l.texts(c["AllowedHeaders"]),
			l.texts(c["ExposedHeaders"]), l.seconds(c["MaxAge"], 0, 0, 86400),
		})
	}
	p.Buckets = append(p.Buckets, b)
}

// lock reads how long the versions in a bucket cannot be removed.
func (l *loader) lock(enabled, configuration place, b Bucket) Lock {
	if on := l.flag(enabled); !on && !configuration.absent() || on && !b.Versioned {
		l.problem(enabled.or(configuration), "a lock needs ObjectLockEnabled, and versions")
	}
	if configuration.absent() {
		return Lock{}
	}
	c := l.fields(configuration, "ObjectLockConfiguration", "ObjectLockEnabled", "Rule")
	l.need(configuration, c, "ObjectLockEnabled", "Rule")
	l.oneOf(c["ObjectLockEnabled"], "", "Enabled")
	rule := l.fields(c["Rule"], "a lock's rule", "DefaultRetention")
	kept := l.fields(rule["DefaultRetention"], "DefaultRetention", "Mode", "Days")
	l.need(rule["DefaultRetention"].or(configuration), kept, "Mode", "Days")
	return Lock{l.oneOf(kept["Mode"], "", "GOVERNANCE", "COMPLIANCE"), l.whole(kept["Days"], 0, 1, 36500)}
}

func (l *loader) queue(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind, "MessageRetentionPeriod", "SqsManagedSseEnabled")
	l.seconds(f["MessageRetentionPeriod"], 345600, 60, 1209600)
	l.flag(f["SqsManagedSseEnabled"])
	p.Queues = append(p.Queues, Queue{LogicalID: r.id, Name: r.id})
}

func (l *loader) key(p *Platform, r *resource) {
	l.fields(r.properties, r.kind, "Description", "EnableKeyRotation", "KeyPolicy")
	p.Keys = append(p.Keys, Key{LogicalID: r.id, ARN: l.value(reference{r.id, "Arn", r.at}, nil)})
}

// ownName is the name that a reference to a resource gives.
func (l *loader) ownName(r *resource) string { return l.value(reference{r.id, "", r.at}, nil) }

func (l *loader) pool(p *Platform, r *resource) {
	l.fields(r.properties, r.kind,
		"UserPoolName", "DeletionProtection", "AdminCreateUserConfig", "UsernameAttributes", "AutoVerifiedAttributes",
		"MfaConfiguration", "EnabledMfas", "AccountRecoverySetting", "Policies")
	if people := l.people(p); people.LogicalID != "" {
		l.problem(r.at, "is a second user pool; one is what can be run here")
	} else {
		people.LogicalID = r.id
	}
}

// people gives the user pool, which its clients and groups may come before.
func (l *loader) people(p *Platform) *UserPool {
	if p.Pool == nil {
		p.Pool = &UserPool{}
	}
	return p.Pool
}

func (l *loader) poolClient(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind,
		"ClientName", "UserPoolId", "GenerateSecret", "AllowedOAuthFlowsUserPoolClient", "AllowedOAuthFlows",
		"AllowedOAuthScopes", "CallbackURLs", "LogoutURLs", "SupportedIdentityProviders", "PreventUserExistenceErrors",
		"EnableTokenRevocation", "AccessTokenValidity", "IdTokenValidity", "RefreshTokenValidity", "TokenValidityUnits")
	l.need(r.properties.or(r.at), f, "UserPoolId")
	l.target(f["UserPoolId"], TypePool, "")
	for _, flow := range l.items(f["AllowedOAuthFlows"]) {
		l.oneOf(flow, "", "code")
	}
	if l.flag(f["GenerateSecret"]) {
		l.problem(f["GenerateSecret"], "a client with a secret is not known here")
	}
	people := l.people(p)
	people.Clients = append(people.Clients, Client{
		LogicalID: r.id, ID: l.ownName(r), Scopes: l.texts(f["AllowedOAuthScopes"]),
		Callbacks: l.texts(f["CallbackURLs"]), Logouts: l.texts(f["LogoutURLs"]),
	})
}

func (l *loader) poolGroup(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind, "GroupName", "UserPoolId", "Description", "Precedence")
	l.need(r.properties.or(r.at), f, "GroupName", "UserPoolId")
	l.target(f["UserPoolId"], TypePool, "")
	people := l.people(p)
	people.Groups = append(people.Groups, l.text(f["GroupName"]))
}

// checkTogether refuses what is wrong only beside something else.
func (l *loader) checkTogether(p *Platform) {
	taken := map[string]string{}
	for _, f := range p.Functions {
		for _, route := range f.Routes {
			if owner, doubled := taken[route.Key()]; doubled {
				l.problem(l.resources[f.Name].at, "the route %s is %s's already", route.Key(), owner)
			}
			taken[route.Key()] = f.Name
			l.checkAuth(p, f, route)
		}
		l.checkBridges(p, f)
	}
	names := map[string]string{}
	for _, b := range p.Buckets {
		if other, doubled := names[b.Name]; doubled {
			l.problem(l.resources[b.LogicalID].at, "would have the same name here as %s", other)
		}
		names[b.Name] = b.LogicalID
	}
}
