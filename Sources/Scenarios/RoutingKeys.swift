/// Keys of callers who try again.
let redialKeys = KeyTable(
  "redials",
  [
    .required("share", .anyShare, "Share of the callers who hang up that try again."),
    .required("after", durationForm, "Time until they do."),
  ])

/// Keys of the offer to be called back.
let virtualHoldKeys = KeyTable(
  "a virtual hold",
  [
    .required(
      "above", .duration(.from(0, to: 86_400), example: "2m"),
      "The offer is made when the expected wait is longer."),
    .required("acceptance", .anyShare, "Share of the callers who accept."),
  ])

/// Keys of a pool that helps after a while.
let overflowKeys = KeyTable(
  "an overflow rule",
  [
    .required("pool", .text, "The pool that helps; it has the queue among its skills."),
    .required(
      "after", .duration(.above(0, to: 30 * 86_400), example: "60s"),
      "The time in line after which it may."),
  ])

/// Keys of a rule that divides contacts between pools.
let allocationKeys = KeyTable(
  "an allocation rule",
  [
    .required("pool", .text, "The pool; it has the queue among its skills."),
    .optional("share", .anyShare, "A fixed share of the contacts that only this pool takes."),
    .optional(
      "mostPerDay", .whole(0...10_000_000, example: "400"),
      "The most contacts that the pool begins in a day."),
  ])

private let repeatShare = ValueForm.share(
  Bounds(least: 0, most: 1, isBelow: true), example: "0.15")

/// Keys of a pool's own share of contacts that come again.
let repeatPoolKeys = KeyTable(
  "a pool's repeat contacts",
  [
    .required("pool", .text, "The pool that did the work."),
    .required("share", repeatShare, "Share of its finished contacts that come again."),
  ])

/// Keys of contacts that come again.
let repeatKeys = KeyTable(
  "repeat contacts",
  [
    .required("share", repeatShare, "Share of the finished contacts that come again."),
    .required("after", durationForm, "Time until they do."),
    .optional(
      "byPool", .list(.object(repeatPoolKeys)), "Other shares, by who did the work."),
  ])

/// Keys of people who work the same hours.
let shiftKeys = KeyTable(
  "a shift",
  [
    .required("hours", .hours, "When the people are there."),
    .required("agents", .whole(0...100_000, example: "10"), "How many they are."),
    .optional("breaks", .list(.hours), "When they rest, such as [\"daily 12:00-12:30\"]."),
    .optional("onHolidays", .flag, "Whether holidays are ordinary days for them."),
  ])

/// Keys of a point of a learning curve.
let learningKeys = KeyTable(
  "a point of a learning curve",
  [
    .required(
      "after", .duration(.from(0, to: 3653 * 86_400), example: "28d"),
      "Time since the calendar's start from which the factor holds."),
    .required(
      "factor", .number(.from(0.05, to: 20), example: "1.3"), "Factor on every handle time."),
  ])

/// Keys of a factor on a pool's handle time.
let handleTimeFactorKeys = KeyTable(
  "a handle time factor",
  [
    .required("queue", .text, "The queue."),
    .required(
      "factor", .number(.from(0.05, to: 20), example: "1.2"),
      "The pool's handle time relative to the queue's."),
  ])

/// Keys by which every kind of queue is routed.
let routingKeys: [Key] = [
  .simulated(
    "priority", .whole(-1000...1000, example: "1"),
    "Importance: a free agent takes work of the greatest number first.",
    inARun: "Leave it out: pools work their skills in order, live queues first"),
  .simulated(
    "pools", .list(.text), "Pools in the order in which they are wanted.",
    inARun: "Leave it out: the plan says who works on what"),
  .simulated(
    "selection", .choice(RoutingSpec.Selection.self),
    "Which of several idle pools takes a contact.",
    inARun: "Leave it out: the plan says who works on what"),
  .simulated(
    "overflow", .list(.object(overflowKeys)), "Pools that help only after a while.",
    inARun: "Leave it out: the plan says who works on what"),
  .simulated(
    "repeats", .object(repeatKeys), "Contacts that come again because they are not settled.",
    inARun: "Raise the drivers' rates instead"),
  .simulated(
    "allocation", .list(.object(allocationKeys)), "How contacts are divided between pools.",
    inARun: "Leave it out: the plan says who works on what"),
]

/// Keys of queues whose contacts wait on the line.
let liveRoutingKeys: [Key] =
  [
    .simulated(
      "redials", .object(redialKeys), "Callers who hang up and try again.", inARun: "Leave it out"),
    .simulated(
      "virtualHold", .object(virtualHoldKeys), "The offer to be called back.",
      inARun: "Leave it out"),
    .simulated(
      "waitingPlaces", .whole(0...1_000_000, example: "20"),
      "The most contacts that may wait; one more is turned away.", inARun: "Leave it out"),
    .simulated(
      "shortAbandon", .duration(.from(0, to: 3600), example: "5s"),
      "Hang-ups within this time do not count in excludingShortAbandons.", inARun: "Leave it out"),
  ] + ["order"].map { .elsewhere($0, "Waiting contacts are served as they came; leave it out") }

/// Keys of deferred queues.
let deferredRoutingKeys: [Key] =
  [
    .simulated(
      "order", .choice(RoutingSpec.Order.self), "Which waiting item goes first.",
      inARun: "Leave it out: work with a deadline goes by what is due first")
  ]
  + ["redials", "virtualHold", "waitingPlaces", "shortAbandon"].map {
    .elsewhere($0, "Only callers and chatters wait on the line; leave it out")
  }

/// Keys of how a pool is routed.
let poolRoutingKeys: [Key] = [
  .simulated(
    "shifts", .list(.object(shiftKeys)), "People by weekly hours, in place of \"agents\".",
    inARun: "Write \"shiftRules\", and the plan makes the shifts"),
  .simulated(
    "learning", .list(.object(learningKeys)), "How much slower the people are while they learn.",
    inARun: "Write the \"ramp\" of \"hiring\""),
  .simulated(
    "absence", .partialShare, "The chance that a person does not come on a day.",
    inARun: "Put it into the shrinkage"),
  .simulated(
    "takes", .choice(PoolRoutingSpec.Takes.self),
    "What a free agent takes among waiting work of equal priority.",
    inARun: "Leave it out: the plan says who works on what"),
  .simulated(
    "shiftEnd", .choice(PoolRoutingSpec.ShiftEnd.self),
    "What becomes of deferred work in hand when an agent's time ends.", inARun: "Leave it out"),
  .simulated(
    "handleTimeFactors", .list(.object(handleTimeFactorKeys)),
    "The pool's handle time relative to a queue's.", inARun: "Leave it out"),
]
