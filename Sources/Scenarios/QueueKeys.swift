/// Keys of a step.
let stepKeys = KeyTable(
  "a step", noun: "step",
  [
    .required("name", .text, "The step's name."),
    .required("handleTime", durationForm, "Handle time of one item."),
    .optional(
      "requires", .list(.text),
      "What a pool must have to do the step: of its \"has\", its country, or its contract."),
    .optional(
      "wait", durationForm,
      "A wait outside before the step, such as for an answer; deadlines run on meanwhile."),
    .optional(
      "dropOut", .share(Bounds(least: 0, most: 1, isBelow: true), example: "0.18"),
      "Share of the items that leave for good before the step."),
    .elsewhere(
      "share", "Every item takes every step; write \"dropOut\", or a queue with a \"queue\" driver"),
  ])

private let kindKey = Key.required(
  "kind", .choice(QueueSpec.Kind.self), "How the work behaves.")

private let commonQueueKeys: [Key] =
  [
    kindKey,
    .required("drivers", .list(.object(driverKeys)), "What causes the work."),
    .optional(
      "effects", .list(.object(effectKeys)),
      "Dated causes that multiply the work and fade: resets, mailings, formulary updates, what-ifs."
    ),
    .optional("hours", .dated(.hours), "When people work on the queue."),
    .optional("openOnHolidays", .flag, "Whether holidays are ordinary days."),
    .optional("goals", .series(.object(goalKeys(.serviceLevel))), "The promises about the work."),
    .optional(
      "preset", presetForm,
      "Hours and goals that a rule or a common contract sets; the queue's own keys come first."),
    .optional("client", .text, "Whose work it is; costs are summed by client."),
    .elsewhere("outcomes", "Write it beside \"queues\", each with its \"queue\""),
    .elsewhere("clients", "Make a queue for each, with its \"client\""),
    .optional(
      "deflection", .list(.object(deflectionKeys)),
      "What takes work off people, in the order in which it meets the work."),
  ] + routingKeys

private let waitingKeys: [Key] = [
  .required("handleTime", durationForm, "Handle time of one contact."),
  .optional(
    "requires", .list(.text),
    "What a pool must have to do the work: of its \"has\", its country, or its contract."),
  .optional("patience", durationForm, "Time until a waiting contact gives up."),
  .elsewhere("steps", "Only a case has steps; write \"handleTime\""),
]

private let notOutboundKeys: [Key] = [
  "connectRate", "attempts", "attemptTime", "retryAfter", "reserveAgents",
].map {
  .elsewhere($0, "Only an outbound queue has attempts; leave it out")
}

private let notChatKeys: [Key] = ["concurrency", "slowdown"].map {
  .elsewhere($0, "Only a chat queue serves several at once; leave it out")
}

private let notWaitingKeys: [Key] = [
  .elsewhere("patience", "Only callers and chatters hang up; write a \"deadline\" goal")
]

private let caseKeys: [Key] =
  commonQueueKeys + deferredRoutingKeys + notOutboundKeys + notChatKeys + notWaitingKeys

private let stepsDocumentation = "The steps of the work, in order."

/// Keys of a queue by its kind.
func queueKeys(_ kind: QueueSpec.Kind) -> KeyTable {
  switch kind {
  case .voice:
    KeyTable(
      "a voice queue", noun: "queue",
      commonQueueKeys + waitingKeys + liveRoutingKeys + notOutboundKeys + notChatKeys + [
        .notBuilt("callBacks", "Write a queue of its own with a \"queue\" driver")
      ])
  case .chat:
    KeyTable(
      "a chat queue", noun: "queue",
      commonQueueKeys + waitingKeys + liveRoutingKeys + notOutboundKeys + [
        .required(
          "concurrency", .whole(1...20, example: "3"), "Most chats that one agent has open."),
        .optional(
          "slowdown", .list(.number(.from(1, to: 20), example: "1")),
          "Handle time with 1, 2, … chats open, relative to one."),
        .notBuilt("handleTimeByOpen", "Write \"slowdown\": [1, 1.15, 1.35]"),
      ])
  case .case, .scheduled:
    KeyTable(
      "a \(kind.rawValue) queue", noun: "queue",
      caseKeys + [
        .optional("handleTime", durationForm, "Handle time of one item, when it has one step."),
        .optional(
          "requires", .list(.text),
          "What a pool must have to do the work: of its \"has\", its country, or its contract."),
        .optional("steps", .list(.object(stepKeys)), stepsDocumentation),
      ])
  case .journey:
    KeyTable(
      "a journey", noun: "queue",
      caseKeys + [
        .required("steps", .list(.object(stepKeys)), stepsDocumentation),
        .elsewhere("handleTime", "Each of the \"steps\" of a journey has its own"),
        .elsewhere("requires", "Each of the \"steps\" of a journey says what it requires"),
      ])
  case .outbound:
    KeyTable(
      "an outbound queue", noun: "queue",
      commonQueueKeys + deferredRoutingKeys + notChatKeys + notWaitingKeys + [
        .simulated(
          "retryAfter", durationForm, "Time from an attempt in vain to the next.",
          inARun: "Leave it out"),
        .simulated(
          "reserveAgents", .whole(0...1000, example: "2"),
          "Agents who stay free for calls that come in.", inARun: "Leave it out"),
        .required("handleTime", durationForm, "Handle time once someone answers."),
        .optional(
          "requires", .list(.text),
          "What a pool must have to do the work: of its \"has\", its country, or its contract."),
        .required(
          "connectRate", .share(.above(0, to: 1), example: "0.3"),
          "Chance that an attempt reaches the person."),
        .optional(
          "attempts", .whole(1...50, example: "3"), "Attempts before giving up."),
        .required(
          "attemptTime", .duration(.from(0, to: 86_400), example: "45s"),
          "Time that an unanswered attempt takes."),
        .elsewhere("steps", "Only a case has steps; write \"handleTime\""),
      ])
  }
}
