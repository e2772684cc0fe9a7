package safeguarding_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/safeguarding"
)

// Every sentence is invented.
var dangers = map[safeguarding.Kind][]string{
	safeguarding.Self: {
		"I don't want to be here any more.",
		"Some nights I just want to die and nobody rings back.",
		"If they drop my case I am going to kill myself.",
		"I have been thinking about ending it all since the letter came.",
		"I can’t go on like this.",
		"im feeling suicidal again and cant tell anyone",
		"The waiting makes me feel suicidal.",
		"Honestly everyone would be better off without me.",
		"I have written goodbye letters to my kids.",
		"I've been saving up my tablets.",
		"I took an overdose last week after the phone call.",
		"I tried to take my own life in October and again on Friday.",
		"I started cutting again after the interview.",
		"I wish I was dead",
		"There is no point in living like this.",
		"What is the point of being here.",
		"I told my ISVA that I want to kill myself.",
		"I'm not going to lie, I want to end my life.",
		"Wish I hadn't woken up this morning, wish I had died.",
		"I won't be here by the time it gets to trial.",
		"dont want to live no more",
		"I think about suicide every day.",
		"I was suicidal last night and the crisis line rang out.",
		"I am scared I will hurt myself.",
		"I can't see a way out.",
		"Nobody listens and I have nothing left to live for.",
		"Sometimes I wish he had killed me.",
		"I still get suicidal thoughts when the phone rings.",
		"im gonna kms if they drop it",
		"I I'm suicidal.",
	},
	safeguarding.Child: {
		"He still has contact with our daughter every weekend.",
		"He is living with his new girlfriend and her two little girls.",
		"I am scared for my children.",
		"My son isn't safe with him.",
		"He works at a primary school and nobody has told them.",
		"My ex has been given unsupervised access to the kids.",
		"She came home with bruises, I mean my daughter has bruises on her arms.",
		"My little girl told me he touches her.",
		"He threatens to take the baby.",
		"He is messaging a 14 year old girl now.",
		"My daughter is self harming and nobody will see her.",
		"I'm terrified he will hurt my kids.",
		"The man who attacked me coaches under 12s and is alone with children.",
		"He hits my son when I am at work.",
	},
	safeguarding.Suspect: {
		"He keeps messaging me from new numbers.",
		"He knows where I live.",
		"He turned up at my house last night.",
		"My ex lives two doors down and nobody moved him.",
		"He has threatened to kill me if I go to court.",
		"His brothers keep coming to my door.",
		"I'm scared he will find me.",
		"I do not feel safe at home.",
		"They put a brick through my window.",
		"He still has keys to my flat.",
		"He breached his bail and nobody did anything.",
		"I am still living with him.",
		"He follows me to work.",
		"I fear for my life every time I go out.",
		"I am getting death threats from his mates.",
		"He said he will come after my family.",
		"He raped me again last week.",
		"He found out my new address.",
		"If he gets out he will kill me.",
		"he hits me and i cant leave him",
		"My stalker is outside my work most days.",
		"He says he will kill himself if I don't drop it.",
		"The suspect is on bail and works in the same building as me.",
	},
}

// What reads nearly the same and is no present danger.
var nothing = []string{
	"The wait is killing me.",
	"I was scared to death of the barrister.",
	"I nearly died of embarrassment when they read my messages out.",
	"I'm dying to hear the outcome.",
	"The officer killed any hope I had.",
	"I would rather die than sit in that waiting room again.",
	"I have never felt suicidal.",
	"I am not suicidal.",
	"They asked if I was suicidal, which felt like a tick box.",
	"I don't want to kill myself and I wish people would stop asking.",
	"Years ago I wanted to die but I am okay now.",
	"I was suicidal when I was at school.",
	"Back then I used to cut myself.",
	"If it wasn't for my ISVA I would have killed myself.",
	"Without Rape Crisis I might have ended my life.",
	"A friend of mine killed herself after her case was dropped.",
	"My old flatmate was suicidal in 2015.",
	"The defence said I was suicidal to make me look unreliable.",
	"I can't go on with the case.",
	"I can't carry on with the complaint.",
	"I wanted to end the call.",
	"I could not face going to court.",
	"I want to live a normal life.",
	"I am glad to be here.",
	"He no longer has contact with the children.",
	"He is not allowed to see our daughter.",
	"My children are safe and the court stopped his visits.",
	"He abused me when I was a child.",
	"My daughter came with me to the interview.",
	"My mum looked after my kids while I was in court.",
	"There was nowhere to leave my children on the day.",
	"I worried about telling my children.",
	"The officer spoke to my son kindly.",
	"He has never contacted me since.",
	"He doesn't know where I live.",
	"He is in prison now and I feel safe.",
	"My officer is lovely, he keeps calling me with updates.",
	"The ISVA was great. She texts me every week.",
	"The detective said she would find me a support worker.",
	"He used to follow me before he was arrested.",
	"When we were together he hit me.",
	"In 2014 he threatened to kill me.",
	"They never told me what would happen if he turned up.",
	"I asked what happens if he breaks his bail.",
	"I didn't feel safe in the waiting room at court.",
	"I was scared of going to court.",
	"The court moved him away from the waiting area.",
	"My support worker knows where I live, which is fine.",
	"The police have my address.",
	"I felt safe with her.",
	"The police threatened to close the case.",
	"The barrister attacked me in the witness box.",
	"Nobody told me he was released.",
	"It took two years to get to trial.",
	"My phone was kept for eight months.",
	"The letter said no further action and gave no reason.",
	"They kept cancelling and the stress made me ill.",
	"It made a significant difference to be told what comes next.",
	"I am an applicant and I want to be here on the day.",
	"The court is 20 kms away and I had no lift.",
	"n/a",
	"",
}

func kindsOf(signs []safeguarding.Sign) []safeguarding.Kind {
	var kinds []safeguarding.Kind
	for _, s := range signs {
		kinds = append(kinds, s.Kind)
	}
	return kinds
}

func TestDangerIsSeen(t *testing.T) {
	for kind, texts := range dangers {
		for _, text := range texts {
			if got := safeguarding.Read(text); !slices.Contains(kindsOf(got), kind) {
				t.Errorf("%s: %q: got %v", kind, text, got)
			}
		}
	}
}

func TestWhatIsNoPresentDangerIsPassedOver(t *testing.T) {
	for _, text := range nothing {
		if got := safeguarding.Read(text); len(got) > 0 {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// Around a sentence that shows danger there is always more, and that must not hide it.
func TestOrdinaryWordsAroundHideNothing(t *testing.T) {
	around := []string{
		"The officer was kind.", "My ISVA rang me every week.", "It took two years.", "Years ago I lived in another town.",
		"They asked if I needed anything.", "I never got a letter.",
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(safeguarding.Kinds).Draw(t, "kind")
		said := rapid.SampledFrom(dangers[kind]).Draw(t, "said")
		before := rapid.SliceOfN(rapid.SampledFrom(around[:1]), 0, 2).Draw(t, "before")
		if strings.HasPrefix(strings.ToLower(said), "he ") {
			before = nil // whom "he" is would change
		}
		after := rapid.SliceOfN(rapid.SampledFrom(around), 0, 3).Draw(t, "after")
		if !strings.ContainsAny(said[len(said)-1:], ".!?") {
			said += "."
		}
		text := strings.Join(slices.Concat(before, []string{said}, after), " ")
		if !slices.Contains(kindsOf(safeguarding.Read(text)), kind) {
			t.Fatalf("%s is hidden in %q", kind, text)
		}
	})
}

func TestEveryCueSaysWhy(t *testing.T) {
	for _, texts := range dangers {
		for _, text := range texts {
			for _, s := range safeguarding.Read(text) {
				if safeguarding.Why(s.Cue) == "" || safeguarding.KindOf(s.Cue) != s.Kind {
					t.Errorf("%s does not say why", s.Cue)
				}
				// Of oneself it goes on from "the person", of others from "the person writes that".
				first, _, _ := strings.Cut(safeguarding.Why(s.Cue), " ")
				if clause := slices.Contains([]string{"the", "a", "they", "there", "somebody"}, first); clause != (s.Kind != safeguarding.Self) {
					t.Errorf("%s says %q", s.Cue, safeguarding.Why(s.Cue))
				}
			}
		}
	}
	if safeguarding.Why("none") != "" || safeguarding.KindOf("none") != "" {
		t.Error("an unknown cue says why")
	}
}

func BenchmarkRead(b *testing.B) {
	text := strings.Repeat("The officer was kind and she rang every week. He keeps the lights on. I could not go to the court that day. ", 18)
	for b.Loop() {
		safeguarding.Read(text)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"I want to die", "he's outside \xff", "i’m not… going", strings.Repeat("he ", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, sign := range safeguarding.Read(s) {
			if !slices.Contains(safeguarding.Kinds, sign.Kind) || sign.Cue == "" {
				t.Errorf("got %v", sign)
			}
		}
	})
}
