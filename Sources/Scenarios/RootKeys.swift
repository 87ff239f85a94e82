/// Keys of a remark with its source.
let noteKeys = KeyTable(
  "a note",
  [
    .required("text", .text, "The remark."),
    .required("source", .text, "Where it comes from."),
  ])

/// Keys of the settings for uncertainty.
let uncertaintyKeys = KeyTable(
  "uncertainty",
  [
    .optional(
      "demandPaths", .whole(1...10_000, example: "200"), "The number of demand paths judged."),
    .optional(
      "planFor", .percentile, "The share of paths in which every required goal must be met."),
    .optional(
      "proofHalfWidth", .share(.above(0, to: 0.5), example: "0.01"),
      "Half-width of each required goal's 95 % interval at which the proof stops."),
    .optional(
      "shortHourPrice", .dollars(.above(0, to: 100_000), example: "120"),
      "What an hour of work that nobody covers is worth where plans are compared; five times the "
        + "dearest hour of any pool when not given."),
    .simulated(
      "dayCorrelation",
      .share(Bounds(least: 0, most: 1, isBelow: true), example: "0.3"),
      "Correlation of the days' spreads between any two queues.", inARun: "Leave it out"),
  ])

/// Words for how an alternative plans people.
enum PlanWord: String, CaseIterable {
  case cheapest
}

/// Keys of an alternative.
let alternativeKeys = KeyTable(
  "an alternative", noun: "alternative",
  [
    .required("name", .text, "The alternative's name."),
    .optional("patch", .patch, "What changes, as a JSON merge patch (RFC 7396)."),
    .optional(
      "plan", .choice(PlanWord.self), "\"cheapest\" plans people; without it nobody is hired."),
  ])

/// Keys of a spec.
let rootKeys = KeyTable(
  "a scenario",
  [
    .optional("$schema", .text, "Where editors find the schema."),
    .optional("name", .text, "The scenario's name."),
    .optional("question", .text, "What the scenario answers."),
    .optional("owner", .text, "Whose decision it is, as a role: operations leader."),
    .optional(
      "notes", .series(.either([.text, .object(noteKeys)])), "Remarks that the report repeats."),
    .optional("extends", .text, "A spec that this one changes, as a path beside it."),
    .optional("calendar", .object(calendarKeys), "The horizon."),
    .optional("claims", .object(claimsKeys), "Where claims come from."),
    .optional("members", .object(membersKeys), "Who is served over time."),
    .required("queues", .named(queueKeys(.voice)), "The kinds of work by name."),
    .required("pools", .named(employeeKeys), "The kinds of people by name."),
    .optional("alternatives", .list(.object(alternativeKeys)), "What is compared."),
    .optional("uncertainty", .object(uncertaintyKeys), "How uncertainty is planned for."),
    .optional(
      "discountRatePerYear", .share(.from(0, to: 1), example: "0.08"),
      "Discount rate of present values."),
    .optional("seed", .whole(0...Int.max, example: "7"), "The seed of every random draw."),
    .elsewhere("preset", "Write it into a queue: { \"queues\": { \"voice\": { \"preset\": … } } }"),
    .optional(
      "clients", .named(clientKeys), "Whose work it is: members, and fees at risk for its goals."),
    .optional(
      "outcomes", .list(.object(outcomeKeys)),
      "What the work achieves, counted beside cost and never netted against it."),
    .elsewhere(
      "deflection",
      "Write it into a queue, in an alternative's patch: { \"queues\": { \"voice\": "
        + "{ \"deflection\": [ … ] } } }"),
  ])
