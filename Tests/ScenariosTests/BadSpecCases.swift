import LocatedJSON

/// The bad specs; each message is written by the rules of the design, the place by its marker.
let badSpecs: [BadSpec] = badRoots + badQueues + badDrivers + badGoals + badPools + badAlternatives

private let badRoots: [BadSpec] = [
  BadSpec(
    #""seed": 7"#, #"▸"sead": 7"#,
    "$.sead: \"sead\" is no key of a scenario. Its keys are, nearest first: "
      + nearest(
        to: "sead",
        among: [
          "$schema", "name", "question", "notes", "extends", "calendar", "claims", "members",
          "queues", "pools", "alternatives", "uncertainty", "discountRatePerYear", "seed", "owner",
          "clients", "outcomes",
        ]
      ).joined(separator: ", ") + "."),
  BadSpec(
    #"{ "planFor": "P80", "#, #"{ ▸"planfor": "P80", "#,
    "$.uncertainty.planfor: \"planfor\" is no key of uncertainty. Its keys are, nearest first: "
      + "planFor, demandPaths, proofHalfWidth, shortHourPrice."),
  BadSpec(
    #""seed": 7"#, #""seed": ▸7.5"#,
    "$.seed: 7.5 is out of range. Write a whole number from 0 to 9223372036854775807, such as 7."),
  BadSpec(
    #""seed": 7"#, #""seed": 7, ▸"deflection": []"#,
    "$.deflection: \"deflection\" does not belong to a scenario. Write it into a queue, in an "
      + "alternative's patch: { \"queues\": { \"voice\": { \"deflection\": [ … ] } } }."),
  BadSpec(
    #""steps": [ { "name": "intake","#,
    #""deflection": [ { "name": "Portal", "share": ▸1.2 } ], "steps": [ { "name": "intake","#,
    "$.queues.cases.deflection[0].share: 1.2 is out of range. Write a share from 0 to 1, such as "
      + "0.8."),
  BadSpec(
    #""steps": [ { "name": "intake","#,
    #""deflection": [ { "name": "Portal", "share": 0.2, "adoption": [ { "after": "30d", "share": 0.5 }, ▸{ "after": "20d", "share": 1 } ] } ], "steps": [ { "name": "intake","#,
    "$.queues.cases.deflection[0].adoption[1]: adoption must ascend: this point is not after the one "
      + "before it, or less. Put the points in the order of their times."),
  BadSpec(
    #""end": "2027-09-30""#, #""end": ▸"2026-09-30""#,
    "$.calendar.end: the last day 2026-09-30 is before the first, 2026-10-01. Write a day from "
      + "2026-10-01 on."),
  BadSpec(
    #""end": "2027-09-30""#, #""end": ▸"2027-02-30""#,
    "$.calendar.end: there is no day \"2027-02-30\". Write a day that exists as year-month-day, "
      + "such as \"2027-01-01\"."),
  BadSpec(
    #""calendar""#, ##""question": ▸"red \u001b[31mtext", "calendar""##,
    "$.question: \"red \\u001B[31mtext\" holds characters that do not print. Write it without control "
      + "characters."),
  BadSpec(
    #""end": "2027-09-30""#, #""end": ▸"9/30/2027""#,
    "$.calendar.end: \"9/30/2027\" is no date. Write a day that exists as year-month-day, such as "
      + "\"2027-01-01\"."),
  BadSpec(
    #""end": "2027-09-30""#, #""end": ▸"2037-09-30""#,
    "$.calendar.end: the horizon has 4018 days. Write an end at most five years after the start, "
      + "2031-10-01 or before."),
  BadSpec(
    #""end": "2027-09-30""#, #""end": "2027-09-30", "interval": ▸"7m""#,
    "$.calendar.interval: \"7m\" is no interval length. Write \"5m\", \"10m\", \"15m\", \"20m\", "
      + "\"30m\" or \"60m\"."),
  BadSpec(
    #""America/Chicago""#, #"▸"America/Chicgo""#,
    "$.calendar.timeZone: \"America/Chicgo\" is no known time zone. Write a name of the time zone "
      + "database, such as \"America/Chicago\", \"America/Bogota\", \"America/Denver\"."),
  BadSpec(
    #""end": "2027-09-30""#, #""end": "2027-09-30", "holidays": ▸"us-federl""#,
    "$.calendar.holidays: \"us-federl\" is no known calendar of holidays. Write one of these, "
      + "nearest first: \"us-federal\", \"none\"; or list the days."),
  BadSpec(
    #""rows": 1000 }"#, #""rows": ▸0 }"#,
    "$.claims.synthetic.rows: 0 is out of range. Write a whole number from 1 to 200000000, such as "
      + "1000000."),
  BadSpec(
    #""rows": 1000 }"#, #""rows": ▸200000001 }"#,
    "$.claims.synthetic.rows: 200000001 is out of range. Write a whole number from 1 to 200000000, "
      + "such as 1000000."),
  BadSpec(
    #""rows": 1000 }"#, #""rows": 1000 }, "csv": ▸"a.csv""#,
    "$.claims.csv: claims come from \"synthetic\" and from \"csv\". Keep one of them."),
  BadSpec(
    #""synthetic": { "profile": "mail-order", "rows": 1000 }"#,
    #""store": "claims.store", "shift": ▸"10d""#,
    "$.claims.shift: \"10d\" is no whole number of weeks, so weekdays would move. Write weeks, "
      + "such as \"1w\"."),
  BadSpec(
    #""start": 250, "#, #""start": ▸0, "#,
    "$.members.start: 0 is out of range. Write a number above 0 and at most 1000000000, such as "
      + "250000."),
  BadSpec(
    #""events": [ { "date": "2027-01-01", "members": 120 } ]"#,
    #""events": ▸[ { "date": "2027-01-01", "members": -300, "name": "Loss" } ]"#,
    "$.members.events: \"Loss\" on 2027-01-01 leaves -50 members. Start with more members, or let "
      + "at most 250 leave."),
  BadSpec(
    #""date": "2027-01-01""#, #""date": ▸"2017-01-01""#,
    "$.members.events[0].date: 2017-01-01 is before the horizon, which begins on 2026-10-01. Count "
      + "these members in members.start, or write a later day."),
  BadSpec(
    #""planFor": "P80""#, #""planFor": ▸"P100""#,
    "$.uncertainty.planFor: \"P100\" is out of range: no number of people is enough for every "
      + "future. Write \"P\" and a number above 0 and below 100, such as \"P80\"."),
  BadSpec(
    #""proofHalfWidth": 0.01"#, #""proofHalfWidth": ▸0"#,
    "$.uncertainty.proofHalfWidth: 0 is out of range. Write a share above 0 and at most 0.5, such "
      + "as 0.01."),
]

private let badQueues: [BadSpec] = [
  BadSpec(
    #""mean": "6m""#, #""mean": ▸"3""#,
    "$.queues.voice.handleTime.mean: \"3\" has no unit. Write a number with a unit (s, m or min, h, "
      + "d, week, mo), such as \"6m30s\"."),
  BadSpec(
    #""mean": "6m""#, #""mean": ▸"6 minutes""#,
    "$.queues.voice.handleTime.mean: \"6 minutes\" is no length of time. Write a number with a unit "
      + "(s, m or min, h, d, week, mo), such as \"6m30s\"."),
  BadSpec(
    #""cv": 0.9"#, #""cv": ▸-0.1"#,
    "$.queues.voice.handleTime.cv: -0.1 is out of range. Write a number from 0 to 10, such as 0.9."),
  BadSpec(
    #""cv": 0.9"#, #""cv": ▸0.9, "distribution": "exponential""#,
    "$.queues.voice.handleTime.cv: a cv of 0.9 contradicts \"exponential\", whose cv is 1. Leave "
      + "the cv out, or write \"distribution\": \"lognormal\"."),
  BadSpec(
    #""cv": 0.9"#, #""cv": 0.9, ▸"values": ["3m"]"#,
    "$.queues.voice.handleTime.values: \"values\" does not belong to a length of time with its "
      + "spread. Only \"distribution\": \"empirical\" has values."),
  BadSpec(
    #""patience": "3m""#, #""patience": ▸"0s""#,
    "$.queues.voice.patience: \"0s\" is out of range. Write a length of time above 0s and at most "
      + "30d, such as \"6m30s\"."),
  BadSpec(
    #""kind": "voice""#, #""kind": ▸"vioce""#,
    "$.queues.voice.kind: \"vioce\" is not known here. Write one of these, nearest first: "
      + "\"voice\", \"case\", \"chat\", \"journey\", \"outbound\", \"scheduled\"."),
  BadSpec(
    #""Mon-Fri 08:00-20:00""#, #"▸"Mo-Fr 8-20""#,
    "$.queues.voice.hours: \"Mo-Fr 8-20\" are no opening hours, or some overlap. Write days and "
      + "times, such as \"Mon-Fri 08:00-20:00, Sat 09:00-17:00\", \"daily 08:00-20:00\" or "
      + "\"24/7\"."),
  BadSpec(
    #""end": "2027-09-30", "timeZone": "America/Chicago" }"#,
    #""end": "2026-10-31", "holidays": ["2026-10-03", "2026-10-10", "2026-10-17", "2026-10-24", "#
      + #""2026-10-31"], "timeZone": "America/Chicago" }"#,
    and: #""hours": "Mon-Fri 08:00-20:00""#, #""hours": ▸"Sat 08:00-20:00""#,
    "$.queues.voice.hours: the queue never opens between 2026-10-01 and 2026-10-31. Write hours on "
      + "at least one day of the horizon that is no holiday."),
  BadSpec(
    #""slowdown": [1, 1.2]"#, #""slowdown": ▸[1, 1.2, 1.4]"#,
    "$.queues.chat.slowdown: there are 3 numbers for a concurrency of 2. Write 2 numbers, the first "
      + "of them 1."),
  BadSpec(
    #""steps": [ { "name": "intake", "handleTime": "11m" },"#,
    #"▸"patience": "3m", "steps": [ { "name": "intake", "handleTime": "11m" },"#,
    "$.queues.cases.patience: \"patience\" does not belong to a case queue. Only callers and "
      + "chatters hang up; write a \"deadline\" goal."),
  BadSpec(
    #""requires": ["pharmacist"]"#, #""requires": ▸["pharmasist"]"#,
    "$.queues.cases.steps[1].requires: no pool with the skill \"cases\" has \"pharmasist\". Add it "
      + "to the \"has\" of a pool that works the queue; its pools have \"pharmacist\"."),
  BadSpec(
    #""chat": { "kind""#, #"▸"chat": { "kind""#, and: #""chat", "cases""#, #""cases""#,
    "$.queues.chat: no pool works this queue. Add \"chat\" to the \"skills\" of a pool."),
]

private let badDrivers: [BadSpec] = [
  BadSpec(
    #""drivers": [ { "rate": "20/h", "profile": { "hours": { "10:00": 1 } } } ],"#,
    #""drivers": ▸[ { "queue": { "name": "voice", "share": 1 } } ],"#,
    and: #""drivers": [ { "members""#,
    #""drivers": [ { "queue": { "name": "chat", "share": 1 } }, { "members""#,
    "$.queues.chat.drivers: these queues cause each other's work without end. Lower the \"share\" "
      + "of a \"queue\" driver, so that going round once makes less than 1."),
  BadSpec(
    #""rate": "20/h""#, #""rate": ▸20"#,
    "$.queues.chat.drivers[0].rate: 20 has no unit. Write a count for a time, such as \"120/30m\"."),
  BadSpec(
    #""rate": "20/h""#, #""rate": ▸"20 an hour""#,
    "$.queues.chat.drivers[0].rate: \"20 an hour\" is no rate. Write a count for a time, such as "
      + "\"120/30m\" or \"10/s\"."),
  BadSpec(
    #""rate": "20/h", "profile": { "hours": { "10:00": 1 } }"#,
    #""calendar": { "items": 4, "every": "month", "businessDay": 8, "through": ▸5 }"#,
    "$.queues.chat.drivers[0].calendar.through: day 5 is before \"businessDay\", 8. Write at least 8."
  ),
  BadSpec(
    #""rate": "20/h""#,
    #""expiries": ▸{ "granted": [{ "from": "2026-01-01", "approvals": 500 }], "renewedShare": 0.6 }"#,
    "$.queues.chat.drivers[0].expiries: the driver does not say when the approvals end. Add "
      + "\"term\": \"365d\", or \"expireOn\" with a date."),
  BadSpec(
    #""rate": "20/h""#,
    #""expiries": ▸{ "granted": [{ "from": "2020-01-01", "approvals": 500 }], "term": "365d", "renewedShare": 0.6 }"#,
    "$.queues.chat.drivers[0].expiries: the renewals come from 2020-12-31 to 2020-12-31, outside of the "
      + "horizon. Give approvals that end from 2026-10-01 to 2027-09-30."),
  BadSpec(
    #""rate": "20/h""#,
    #""reset": ▸{ "dates": ["2027-01-01"], "perClaimant": 0.1, "halfLife": "14d" }"#,
    "$.queues.chat.drivers[0].reset: the reset does not say whom it affects. Add "
      + "\"claimantShare\": 0.6, or \"claimants\" with a number."),
  BadSpec(
    #""rate": "20/h""#,
    #""reset": { "dates": [▸"2020-01-01"], "claimants": 9, "perClaimant": 0.1, "halfLife": "14d" }"#,
    "$.queues.chat.drivers[0].reset.dates[0]: 2020-01-01 is too far from the horizon of 2026-10-01 to "
      + "2027-09-30. Write a day from 2025-09-30 to 2027-09-30."),
  BadSpec(
    #"{ "rate": "20/h", "#, #"▸{ "#,
    "$.queues.chat.drivers[0]: the driver has no cause. Add one of \"claims\", \"members\", "
      + "\"refillsDue\", \"event\", \"expiries\", \"reset\", \"rate\", \"history\", \"calendar\", \"queue\"."
  ),
  BadSpec(
    #"{ "rate": "20/h", "#, #"{ "rate": "20/h", "queue": ▸{ "name": "voice", "share": 0.1 }, "#,
    "$.queues.chat.drivers[0].queue: the driver has the causes \"rate\" and \"queue\". Make a driver "
      + "of each: their work adds up."),
  BadSpec(
    #""rate": "20/h", "profile": {"#, #""queue": { "name": "voice", "share": 0.1 }, "profile": ▸{"#,
    "$.queues.chat.drivers[0].profile: items come when those of the other queue cause them. Leave the "
      + "profile out."),
  BadSpec(
    #""drivers": [ { "rate": "20/h", "profile": { "hours": { "10:00": 1 } } } ],"#,
    #""drivers": [ { "queue": { "name": "voice", "share": 0.1 } } ], ▸"effects": [ { "name": "x", "dates": ["2027-01-04"], "times": 2 } ],"#,
    "$.queues.chat.effects: all of the work is caused by other queues, and follows their effects. "
      + "Write the effects into those queues."),
  BadSpec(
    #""rate": "20/h", "profile": { "hours": { "10:00": 1 } }"#,
    #""queue": { "name": ▸"chat", "share": 0.1 }"#,
    "$.queues.chat.drivers[0].queue.name: the queue causes its own work. The other queues are, "
      + "nearest first: \"cases\", \"voice\"."),
  BadSpec(
    #""rate": "20/h", "profile": { "hours": { "10:00": 1 } }"#,
    #""queue": { "name": ▸"voise", "share": 0.1 }"#,
    "$.queues.chat.drivers[0].queue.name: there is no queue \"voise\". The other queues are, "
      + "nearest first: \"voice\", \"cases\"."),
  BadSpec(
    #""hours": { "10:00": 1 }"#, #""hours": ▸[1, 2]"#,
    "$.queues.chat.drivers[0].profile.hours: there are 2 weights. Write 24 numbers from midnight "
      + "on, or name them: { \"08:00\": 0.8, \"09:00\": 1.2 }."),
  BadSpec(
    #""share": 0.5 }, { "after": "3d", "share": 1 }"#,
    #""share": 0.5 }, ▸{ "after": "3d", "share": 0.9 }"#,
    "$.queues.cases.drivers[0].lag[1]: the last share is 0.9, so some items never come. End the lag "
      + "with \"share\": 1."),
  BadSpec(
    #""share": 0.5 }, { "after": "3d", "share": 1 }"#,
    #""share": 0.5 }, ▸{ "after": "1h", "share": 1 }"#,
    "$.queues.cases.drivers[0].lag[1]: a lag must ascend: this point is not after the one before "
      + "it. Write shares that have come by then, growing with time."),
  BadSpec(
    #"{ "after": "60d", "times": 1 }"#, #"▸{ "after": "-30d", "times": 1 }"#,
    "$.queues.voice.drivers[0].members.tenureCurve[1]: this point is not after the one before it. "
      + "Put the points in the order of time, each time once."),
  BadSpec(
    #""claims": { "synthetic": { "profile": "mail-order", "rows": 1000 }, "members": 40 },"#, "",
    and: #""claims": { "where""#, #"▸"claims": { "where""#,
    "$.queues.cases.drivers[0].claims: the driver needs claims, and the spec has none. Add "
      + "\"claims\": { \"synthetic\": { \"profile\": \"mail-order\", \"rows\": 1000000 } } to the "
      + "spec, or write another cause."),
  BadSpec(
    #""members": { "start": 250, "events": [ { "date": "2027-01-01", "members": 120 } ] },"#, "",
    and: #""members": { "perMemberMonth""#, #"▸"members": { "perMemberMonth""#,
    "$.queues.voice.drivers[0].members: the driver needs members, and the spec has none. Add "
      + "\"members\": { \"start\": 250000 } to the spec."),
  BadSpec(
    #"}, "members": 40 }"#, #"} }"#,
    and: #""claims": { "where""#, #"▸"claims": { "where""#,
    "$.queues.cases.drivers[0].claims: the spec has members, and does not say how many of them the "
      + "claims stand for. Add \"members\": 40000 to the spec's \"claims\"."),
]

private let badGoals: [BadSpec] = [
  BadSpec(
    #""share": 0.8,"#, #""share": 0.8, "penalty": { "fee": 100000, "atRisk": ▸1.2 },"#,
    "$.queues.voice.goals[0].penalty.atRisk: 1.2 is out of range. Write a share above 0 and at most 1, "
      + "such as 0.05."),
  BadSpec(
    #""share": 0.8,"#, #""share": ▸80,"#,
    "$.queues.voice.goals[0].share: 80 is out of range. Write a share above 0 and below 1, such as "
      + "0.8."),
  BadSpec(
    #""floor": { "over": "day", "share": 0.6 }"#, #""floor": { "over": "day", "share": ▸0.9 }"#,
    "$.queues.voice.goals[0].floor.share: the floor's share of 0.9 is above the goal's of 0.8. "
      + "Write less than 0.8, such as 0.6."),
  BadSpec(
    #""floor": { "over": "day", "share": 0.6 }"#, #""floor": { "over": ▸"month", "share": 0.6 }"#,
    "$.queues.voice.goals[0].floor.over: the floor's month is not shorter than the goal's month. "
      + "Write one of \"interval\", \"day\", \"week\"."),
  BadSpec(
    #""goals": [ { "measure": "serviceLevel""#,
    #""goals": [ { "measure": "abandonment", "share": 0.05 }, ▸{ "measure": "abandonment", "#
      + #""share": 0.03 }, { "measure": "serviceLevel""#,
    "$.queues.voice.goals[1]: a goal before it promises the same thing over the same period. Keep "
      + "one of the two."),
  BadSpec(
    #""goals": [ { "measure": "serviceLevel""#,
    #""goals": [ { "measure": ▸"deadline", "planningProbability": 0.9, "classes": "#
      + #"[ { "share": 1, "within": "1d" } ] }, { "measure": "serviceLevel""#,
    "$.queues.voice.goals[0].measure: a voice queue cannot have a goal on \"deadline\". Write "
      + "\"serviceLevel\", \"speedOfAnswer\" or \"abandonment\"."),
  BadSpec(
    #""goals": [ { "measure": "deadline""#,
    #""goals": [ { "measure": ▸"speedOfAnswer", "within": "1m" }, { "measure": "deadline""#,
    "$.queues.cases.goals[0].measure: a case queue cannot have a goal on \"speedOfAnswer\". Write "
      + "\"deadline\"."),
  BadSpec(
    #""classes": [ { "share": 0.85"#, #""classes": ▸[ { "share": 0.8"#,
    "$.queues.cases.goals[0].classes: the shares of the classes sum to 0.95. Write shares that sum "
      + "to 1."),
  BadSpec(
    #""within": "30s""#,
    #""within": [{ "from": "2027-02-01", "value": "30s" }, { "from": ▸"2027-01-01", "value": "20s" }]"#,
    "$.queues.voice.goals[0].within[1].from: 2027-01-01 is not after 2027-02-01, the date before it in "
      + "the list. Put the values in the order of their dates, each date once."),
  BadSpec(
    #""steps": [ { "name": "intake", "handleTime": "11m" },"#,
    #""steps": [ { "name": "intake", "handleTime": "11m" }, { "name": "answer", "handleTime": "1m", "wait": "30h" },"#,
    and: #""within": "24h""#, #""within": ▸"24h""#,
    "$.queues.cases.goals[0].classes[1].within: the work with its waits outside takes 30h19m on "
      + "average, so this deadline cannot be kept. Write more than \"30h19m\"."),
  BadSpec(
    #""within": "24h""#, #""within": ▸"15m""#,
    "$.queues.cases.goals[0].classes[1].within: the work alone takes 18m on average, so this "
      + "deadline cannot be kept. Write more than \"18m\"."),
  BadSpec(
    #""planningProbability": 0.99"#, #""planningProbability": ▸1"#,
    "$.queues.cases.goals[0].planningProbability: 1 is out of range. Write a share of 0.5 or more "
      + "and below 1, such as 0.995."),
]

private let badPools: [BadSpec] = [
  BadSpec(
    #""salaryPerYear": 46000,"#, #""loadedCostPerYear": 60000, "salaryPerYear": ▸46000,"#,
    "$.pools.staff.salaryPerYear: pay is given by \"loadedCostPerYear\" and by "
      + "\"salaryPerYear\". Keep one: each component of pay enters once."),
  BadSpec(
    #""load": { "shareOfSalary": 0.235 }"#, #""load": { "shareOfWages": ▸0.235 }"#,
    "$.pools.staff.load.shareOfWages: \"shareOfWages\" does not fit \"salaryPerYear\". Write "
      + "\"shareOfSalary\"."),
  BadSpec(
    #""salaryPerYear": 46000"#, #""salaryPerYear": ▸-1"#,
    "$.pools.staff.salaryPerYear: -1 is out of range. Write dollars as a number from 0 to "
      + "1000000000, such as 5000."),
  BadSpec(
    #""salaryPerYear": 46000"#, #""salaryPerYear": ▸"$46,000""#,
    "$.pools.staff.salaryPerYear: \"$46,000\" is a string. Write dollars as a number from 0 to "
      + "1000000000, such as 5000."),
  BadSpec(
    #""salaryPerYear": 46000"#,
    #""salaryPerYear": [ { "from": "2027-01-01", "value": 1 }, { "from": ▸"2026-01-01", "value": 2 } ]"#,
    "$.pools.staff.salaryPerYear[1].from: 2026-01-01 is not after 2027-01-01, the date before it in "
      + "the list. Put the values in the order of their dates, each date once."),
  BadSpec(
    #""shrinkage": 0.3"#, #""shrinkage": ▸1"#,
    "$.pools.staff.shrinkage: 1 is out of range. Write a share of 0 or more and below 1, such as "
      + "0.32."),
  BadSpec(
    #""attritionPerYear": 0.4"#, #""attritionPerYear": ▸-0.4"#,
    "$.pools.staff.attritionPerYear: -0.4 is out of range. Write a number from 0 to 20, such as "
      + "0.38."),
  BadSpec(
    // Everybody leaves every week.
    #""attritionPerYear": 0.4"#, #""attritionPerYear": ▸52"#,
    "$.pools.staff.attritionPerYear: 52 is out of range. Write a number from 0 to 20, such as "
      + "0.38."),
  BadSpec(
    #""attritionPerYear": 0.4"#, #""attritionPerYear": 0.4, "hoursPerWeek": ▸0"#,
    "$.pools.staff.hoursPerWeek: 0 is out of range. Write a number above 0 and at most 168, such "
      + "as 40."),
  BadSpec(
    #""ramp": [0.5, 1]"#, #""ramp": [0.5, ▸1.5]"#,
    "$.pools.staff.hiring.ramp[1]: 1.5 is out of range. Write a share from 0 to 1, such as 0.8."),
  BadSpec(
    #""training": "30d""#, #""training": ▸"400d""#,
    "$.pools.staff.hiring.training: nobody hired could ever work in the horizon. Write less than "
      + "the 365 days of the calendar."),
  BadSpec(
    #""skills": ["voice"], "pricing""#, #""skills": [▸"voise"], "pricing""#,
    "$.pools.helpers.skills[0]: there is no queue \"voise\". The queues are, nearest first: "
      + "\"voice\", \"cases\", \"chat\"."),
  BadSpec(
    #""skills": ["voice"], "pricing""#, #""skills": ["voice"], ▸"shrinkage": 0.1, "pricing""#,
    "$.pools.helpers.shrinkage: \"shrinkage\" does not belong to a VA pool. Say \"shrinkagePaid\": "
      + "the part of it that is paid by the hour."),
  BadSpec(
    #""helpers": { "contract": "va", "skills": ["voice"], "pricing": { "perPaidHour": 12 } }"#,
    #""helpers": ▸{ "contract": "va", "skills": ["voice"] }"#,
    "$.pools.helpers: a VA pool has no pricing. Add \"pricing\": { \"perPaidHour\": 12.5 }; there "
      + "is no sound source for a default."),
  BadSpec(
    #""perPaidHour": 12"#, #""perPaidHour": 12, "perCase": ▸3"#,
    "$.pools.helpers.pricing.perCase: the price is \"perPaidHour\" and \"perCase\". Keep one unit."),
  BadSpec(
    #""perPaidHour": 12"#,
    #""perPaidHour": 12, "tiers": [ { "above": 900, "price": 11 }, { "above": ▸800, "price": 10 } ]"#,
    "$.pools.helpers.pricing.tiers[1].above: tiers rise from one to the next. Write more than 900, "
      + "or put the tiers in order."),
  BadSpec(
    #""perPaidHour": 12"#, #""perPaidHour": 12, "serviceCredits": { "shareOfPay": ▸5 }"#,
    "$.pools.helpers.pricing.serviceCredits.shareOfPay: 5 is out of range. Write a share above 0 "
      + "and at most 1, such as 0.05."),
  BadSpec(
    #""perPaidHour": 12"#, #""perPaidHour": 12, "exchangeRate": ▸0"#,
    "$.pools.helpers.pricing.exchangeRate: 0 is out of range. Write dollars as a number above 0 "
      + "and at most 1000000, such as 0.0175."),
  BadSpec(
    #""perPaidHour": 12"#, #""perPaidHour": 700, "currency": ▸"PHP""#,
    "$.pools.helpers.pricing.currency: prices in PHP have no exchange rate. Add \"exchangeRate\": "
      + "dollars for one PHP, or by date [{ \"from\": \"2027-01-01\", \"value\": 0.0175 }]."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "priceRises": [ { "from": "2027-04-01", "share": 0.03 }, { "from": ▸"2027-01-01", "share": 0.02 } ],"#,
    "$.pools.staff.priceRises[1].from: 2027-01-01 is not after 2027-04-01, the date before it in the "
      + "list. Put the rises in the order of their dates, each date once."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "trainers": { "trainees": ▸0, "loadedCostPerYear": 90000 },"#,
    "$.pools.staff.trainers.trainees: 0 is out of range. Write a number from 1 to 1000, such as 12."
  ),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, ▸"vendorManagement": { "perMonth": 900 },"#,
    "$.pools.staff.vendorManagement: \"vendorManagement\" does not belong to an FTE pool. Employees "
      + "have no vendor; write \"supervision\"."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "shiftRules": { "contracts": [ { "name": "day", "paidHours": 8, "within": ▸"Mon-Thu 08:00-18:00" } ] },"#,
    "$.pools.staff.shiftRules.contracts[0].within: a shift of 8 hours, its meal included, fits on 4 "
      + "days of the week. Write hours with room for it on 5 days, fewer days, or a shorter shift."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "shiftRules": { "startEvery": ▸"20m", "contracts": [ { "name": "day", "paidHours": 8 } ] },"#,
    "$.pools.staff.shiftRules.startEvery: 20m is no whole number of steps of 30 minutes. Write a "
      + "multiple of \"30m\"."),
  BadSpec(
    #""pricing": { "perPaidHour": 12 }"#,
    #""pricing": { "perPaidHour": 12 }, "commitment": ▸"50h/week""#,
    "$.pools.helpers.commitment: \"50h/week\" is more than the hoursPerWeek of one person. Write at "
      + "most \"40h/week\"."),
  BadSpec(
    #""perPaidHour": 12 }"#, #""perPaidHour": 12 }, "forecastLock": { "band": ▸1.5 }"#,
    "$.pools.helpers.forecastLock.band: 1.5 is out of range. Write a share from 0 to 1, such as 0.15."
  ),
  BadSpec(
    #""perPaidHour": 12 }"#,
    #""perPaidHour": 12 }, "attritionPerYear": ▸12, "hiring": { "leadTime": "7d", "training": "28d", "classSize": 9, "ramp": [0.5] }"#,
    "$.pools.helpers.attritionPerYear: with this training and ramp, replacements would leave before "
      + "they come up to speed. Write less than 9.4, or shorten the training or ramp."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "hoursPerWeek": 160, "overtime": { "hoursPerWeek": ▸20 },"#,
    "$.pools.staff.overtime.hoursPerWeek: with 160 hoursPerWeek that is more than the 168 hours of a "
      + "week. Write at most 8."),
  BadSpec(
    #""classSize": 20"#, #""classSize": 20, "trainingPlaces": ▸0"#,
    "$.pools.staff.hiring.trainingPlaces: 0 is out of range. Write a whole number from 1 to 100000, "
      + "such as 24."),
  BadSpec(
    #""ramp": [0.5, 1] }"#,
    #""ramp": [0.5, 1], "trainingPlaces": ▸3 }, "current": { "headcount": 9, "inTraining": 4 }"#,
    "$.pools.staff.hiring.trainingPlaces: there are 4 people in training now. Write at least 4."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "maximumPeople": ▸8, "current": { "headcount": 9 },"#,
    "$.pools.staff.maximumPeople: there are 9 people now. Write at least 9."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "crossTraining": { "queues": ["voice"], "has": ["more"], "trainingTime": ▸"7" },"#,
    "$.pools.staff.crossTraining.trainingTime: \"7\" has no unit. Write a number with a unit (s, m or "
      + "min, h, d, week, mo), such as \"45d\"."),
  BadSpec(
    #""attritionPerYear": 0.4,"#,
    #""attritionPerYear": 0.4, "crossTraining": { "queues": ▸["voice"], "trainingTime": "7d" },"#,
    "$.pools.staff.crossTraining.queues: the pool works \"voice\" already. Write queues that are not "
      + "among its \"skills\", or \"has\" for more of their steps."),
  BadSpec(
    #""planFor": "P80""#, #""planFor": "P80", "shortHourPrice": ▸0"#,
    "$.uncertainty.shortHourPrice: 0 is out of range. Write dollars as a number above 0 and at most "
      + "100000, such as 120."),
]

private let badAlternatives: [BadSpec] = [
  BadSpec(
    #"[ { "name": "Now" },"#, #"[ { "name": "Now", "plan": ▸"cheapest" },"#,
    "$.alternatives[0].plan: the first alternative is what happens if nothing changes, and this one "
      + "has a \"plan\". Put { \"name\": \"Change nothing\" } before it."),
  BadSpec(
    #"{ "name": "Plan""#, #"{ "name": ▸"Now""#,
    "$.alternatives[1].name: another alternative has this name. Give each alternative its own "
      + "name."),
  BadSpec(
    #"{ "helpers": null }"#, #"{ "staff": { "shrinkage": ▸2 } }"#,
    "$.alternatives[1].patch.pools.staff.shrinkage: 2 is out of range. Write a share of 0 or more "
      + "and below 1, such as 0.32."),
  BadSpec(
    #""patch": { "pools""#, #""patch": { ▸"seed": 3, "pools""#,
    "$.alternatives[1].patch.seed: all alternatives share \"seed\". A patch may change, "
      + "nearest first: queues, members, pools, clients, outcomes."),
]
