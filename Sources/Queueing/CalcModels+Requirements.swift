extension CalcModels {
  /// Requirements, what the next person is worth, and patience of any distribution.
  static let more: [String: Model] = [
    "required_agents_c": { input in
      let (load, goals, within) = try asked(&input, theta: 0)
      let agents = try agentsNeeded(for: goals, load: load)
      let queue = try queue(load, Double(agents), within)
      return [CalcOutput("n", whole: agents), CalcOutput("sl_at_n", queue.serviceLevelOffered)]
    },
    "required_agents_a": { input in
      let (load, goals, within) = try asked(&input, theta: try input.number("theta"))
      let agents = try agentsNeeded(for: goals, load: load)
      let queue = try queue(load, Double(agents), within)
      return [
        CalcOutput("n", whole: agents), CalcOutput("sl_at_n", queue.serviceLevelOffered),
        CalcOutput("p_abandon_at_n", queue.pAbandon),
      ]
    },
    "required_agents_a_real_n": { input in
      let (load, goals, _) = try asked(&input, theta: try input.optional("theta") ?? 0)
      return [CalcOutput("n", try fractionalAgentsNeeded(for: goals, load: load))]
    },
    "required_agents_chat": { input in
      let load = ChatLoad(
        arrivalRate: try input.number("lam"), handleTimes: try input.numbers("aht"),
        abandonmentRate: try input.optional("theta") ?? 0)
      let goals = try goals(&input, within: try input.optional("t") ?? 0)
      return [CalcOutput("n", whole: try agentsNeeded(for: goals, chat: load))]
    },
    "marginal_value": { input in
      let value = try marginalValue(
        load: try load(&input, theta: try input.optional("theta") ?? 0),
        agents: try input.whole("n"), within: try input.optional("t") ?? 0)
      return [
        CalcOutput("contacts_saved", value.contactsSaved),
        CalcOutput("sl_gain", value.serviceLevelGain),
        CalcOutput("sl_at_n", value.now.serviceLevelOffered),
        CalcOutput("sl_at_n_plus_1", value.withOneMore.serviceLevelOffered),
      ]
    },
    "erlang_a_elasticities": { input in
      let found = try Sensitivity(
        load: try load(&input, theta: try input.optional("theta") ?? 0),
        agents: try input.number("n"), within: try input.optional("t") ?? 0)
      let measures = [
        ("p_wait", found.pWait), ("p_abandon", found.pAbandon),
        ("mean_wait_all", found.waitMeanAll), ("asa_served", found.speedOfAnswer),
        ("lq", found.queueLength), ("occupancy", found.occupancy),
        ("sl_offered", found.serviceLevel),
      ]
      return measures.flatMap { name, item in
        // With endless patience nobody hangs up, and a share of 0 has no relative change.
        item.arrivalRate.isFinite
          ? [
            CalcOutput("\(name)_by_lam", item.arrivalRate),
            CalcOutput("\(name)_by_handle_time", item.handleTime),
            CalcOutput("\(name)_by_patience", item.patience),
            CalcOutput("\(name)_by_n", item.agents),
          ] : []
      }
    },
    "erlang_a_patience": { input in
      queueA(
        try erlangA(
          arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
          patience: try patience(&input), agents: input.whole("n"),
          within: try input.optional("t") ?? 0))
    },
    "erlang_a_state_dependent": { input in
      let queue = try erlangAStateDependent(
        arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
        patience: try patience(&input), agents: input.whole("n"))
      return [
        CalcOutput("p_wait", queue.pWait), CalcOutput("p_abandon", queue.pAbandon),
        CalcOutput("mean_wait_all", queue.waitMeanAll), CalcOutput("lq", queue.queueLength),
        CalcOutput("occupancy", queue.occupancy),
      ]
    },
  ]

  private static func load(_ input: inout CalcReader, theta: Double) throws -> ContactLoad {
    ContactLoad(
      arrivalRate: try input.number("lam"), serviceRate: try input.number("mu"),
      abandonmentRate: theta)
  }

  private static func asked(
    _ input: inout CalcReader, theta: Double
  ) throws -> (load: ContactLoad, goals: [ServiceGoal], within: Double) {
    let load = try load(&input, theta: theta)
    let within = try input.optional("t") ?? 0
    return (load, try goals(&input, within: within), within)
  }

  /// The goals among the inputs; at least one.
  private static func goals(
    _ input: inout CalcReader, within: Double
  ) throws -> [ServiceGoal] {
    var goals: [ServiceGoal] = []
    let levels: [(String, ServiceLevelDefinition)] = [
      ("service_level", .offered), ("sl_offered", .offered), ("sl_answered", .answered),
      ("sl_virtual", .virtual), ("sl_excl_short_abandons", .excludingShortAbandons),
      ("sl_within_threshold", .withinThreshold),
    ]
    for (key, definition) in levels {
      guard let share = try input.optional(key) else { continue }
      guard input.has("t") else {
        throw CalcError(message: "inputs.t is missing: a service level needs its threshold.")
      }
      goals.append(.serviceLevel(definition, within: within, share: share))
    }
    if let most = try input.optional("max_p_wait") {
      goals.append(.serviceLevel(.offered, within: 0, share: 1 - most))
    }
    if let most = try input.optional("max_p_abandon") { goals.append(.abandonment(atMost: most)) }
    if let most = try input.optional("max_occupancy") { goals.append(.occupancy(atMost: most)) }
    if let most = try input.optional("max_asa") { goals.append(.speedOfAnswer(atMost: most)) }
    if let share = try input.optional("deadline_share") {
      goals.append(.deadline(within: try input.number("deadline"), share: share))
    }
    guard !goals.isEmpty else {
      throw CalcError(
        message: "there is no goal. Give at least one of "
          + (levels.map(\.0) + ["max_p_wait", "max_p_abandon", "max_occupancy", "max_asa"])
          .joined(separator: ", ") + ", or deadline with deadline_share.")
    }
    return goals
  }

  private static func queue(
    _ load: ContactLoad, _ agents: Double, _ within: Double
  ) throws -> ErlangAResult {
    try erlangA(
      arrivalRate: load.arrivalRate, serviceRate: load.serviceRate,
      abandonmentRate: load.abandonmentRate, agents: agents, within: within)
  }

  /// {"distribution": "lognormal", "mean": "3", "cv": "1.2"} and its like.
  private static func patience(_ input: inout CalcReader) throws -> Patience {
    let names = "exponential, deterministic, erlang, hyperexponential and lognormal"
    guard var parts = try input.object("patience") else {
      throw CalcError(
        message: "inputs.patience is not an object."
          + " Give {\"distribution\": \"lognormal\", \"mean\": \"3\", \"cv\": \"1.2\"}.")
    }
    let law: Patience
    let name = try parts.text("distribution")
    switch name {
    case "exponential": law = .exponential(mean: try parts.number("mean"))
    case "deterministic": law = .deterministic(try parts.number("mean"))
    case "erlang":
      law = .erlang(phases: try parts.whole("phases"), mean: try parts.number("mean"))
    case "hyperexponential":
      law = .hyperexponential(
        share: try parts.number("share"), mean: try parts.number("mean"),
        otherMean: try parts.number("other_mean"))
    case "lognormal":
      law = .lognormal(mean: try parts.number("mean"), variation: try parts.number("cv"))
    default:
      throw CalcError(
        message: "inputs.patience.distribution is \"\(name)\". Give one of \(names).")
    }
    if let extra = parts.unused.first {
      throw CalcError(message: "inputs.patience.\(extra) is not used by \(name). Take it away.")
    }
    return law
  }
}
