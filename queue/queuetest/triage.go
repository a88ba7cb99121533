package queuetest

import "onedoor/queue"

// Triage is a small tree for the centre of Rules: what is it about (wages, law, quarrel,
// unsure)? Wages and a quarrel ask whether mediation would do (yes, no): it leads to
// mediation, else to labour; law leads to legal, unsure to the desk.
func Triage() *queue.Triage {
	say := func(zh, en string) queue.Text { return queue.Text{"zh": zh, "en": en} }
	return &queue.Triage{Questions: []queue.Question{
		{ID: "what", Text: say("您遇到什么事？", "What is the trouble?"), Answers: []queue.Choice{
			{ID: "wages", Text: say("工资没拿到", "I haven’t been paid"), Icon: "work", Question: "talk"},
			{ID: "law", Text: say("想问法律", "A legal question"), Service: "legal"},
			{ID: "quarrel", Text: say("和人有纠纷", "A quarrel"), Question: "talk"},
			{ID: "unsure", Text: say("说不清楚", "I can’t say"), Desk: true},
		}},
		{ID: "talk", Text: say("愿意先调解吗？", "Would you accept mediation?"), Lead: say("不收费", "It is free"), Answers: []queue.Choice{
			{ID: "yes", Text: say("愿意", "Yes"), Service: "mediation"},
			{ID: "no", Text: say("不愿意", "No"), Service: "labour"},
		}},
	}}
}

// Brief gives replies written question, answer, question, answer.
func Brief(ids ...string) []queue.Reply {
	var list []queue.Reply
	for i := 0; i+1 < len(ids); i += 2 {
		list = append(list, queue.Reply{Question: queue.QuestionID(ids[i]), Answer: queue.AnswerID(ids[i+1])})
	}
	return list
}
