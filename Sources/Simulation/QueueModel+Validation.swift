import RandomStreams

extension QueueModel {
  func validate(path: String, model: SimulationModel) throws(SimulationError) {
    try validateArrivals(path: "\(path).arrivals", model: model)
    if let open {
      try SimulationModel.requireLength("\(path).open", open.count, model.intervalCount)
    }
    try validateSteps(path: path, model: model)
    try validateKind(path: path)
    if let patience {
      try SimulationModel.require("\(path).patience", patience, positive: false)
      if !isLive {
        throw SimulationError(
          code: .outOfRange, field: "\(path).patience", problem: "deferred work does not hang up",
          remedy: "Leave patience out, or make the queue voice or chat")
      }
    }
    if let redial {
      try Self.requireShare("\(path).redial.probability", redial.probability)
      try SimulationModel.require("\(path).redial.delay", redial.delay, positive: false)
    }
    if let waitingPlaces, waitingPlaces < 0 {
      throw SimulationError(
        code: .outOfRange, field: "\(path).waitingPlaces", problem: "found \(waitingPlaces)",
        remedy: "Give 0 or more")
    }
    try validateGoals(path: path)
    if let outbound { try validate(outbound, path: "\(path).outbound", model: model) }
    if let callback {
      guard isLive else {
        throw SimulationError(
          code: .outOfRange, field: "\(path).callback", problem: "deferred work is not on hold",
          remedy: "Leave it out, or make the queue voice or chat")
      }
      try SimulationModel.require(
        "\(path).callback.offeredAbove", callback.offeredAbove, callback.offeredAbove >= 0,
        "seconds, at least 0")
      try Self.requireShare("\(path).callback.acceptance", callback.acceptance)
    }
    if let variation {
      for (field, cv) in [
        ("dayCV", variation.dayCV), ("intervalCV", variation.intervalCV),
        ("levelCV", variation.levelCV),
      ] {
        try SimulationModel.require(
          "\(path).variation.\(field)", cv, cv >= 0 && cv <= 10, "a coefficient in 0...10")
      }
      guard variation.intervalsPerDay >= 1 else {
        throw SimulationError(
          code: .outOfRange, field: "\(path).variation.intervalsPerDay",
          problem: "found \(variation.intervalsPerDay)", remedy: "Give 1 or more")
      }
    }
    for (index, feed) in feeds.enumerated() {
      let field = "\(path).feeds[\(index)]"
      try model.requireQueue("\(field).queue", feed.queue)
      try Self.requireShare("\(field).share", feed.share)
      try SimulationModel.require("\(field).lag", feed.lag, positive: false)
      guard let shares = feed.shareByPool else { continue }
      guard shares.count == model.pools.count else {
        throw SimulationError(
          code: .wrongLength, field: "\(field).shareByPool",
          problem: "found \(shares.count) values",
          remedy: "Give \(model.pools.count), one per pool")
      }
      for (pool, share) in shares.enumerated() {
        try Self.requireShare("\(field).shareByPool[\(pool)]", share)
      }
    }
  }

  private func validate(
    _ outbound: OutboundModel, path: String, model: SimulationModel
  ) throws(SimulationError) {
    guard kind == .deferred, steps.count == 1 else {
      throw SimulationError(
        code: .outOfRange, field: path,
        problem: "found a queue that is not deferred work in one step",
        remedy: "Give the kind deferred and one step")
    }
    if outbound.connectRates.count != 1 {
      try SimulationModel.requireLength(
        "\(path).connectRates", outbound.connectRates.count, model.intervalCount)
    }
    for (index, rate) in outbound.connectRates.enumerated() {
      try Self.requireShare("\(path).connectRates[\(index)]", rate)
    }
    try SimulationModel.require("\(path).attemptTime", outbound.attemptTime, positive: true)
    try SimulationModel.require("\(path).retryDelay", outbound.retryDelay, positive: false)
    guard (1...63).contains(outbound.maximumAttempts) else {
      throw SimulationError(
        code: .outOfRange, field: "\(path).maximumAttempts",
        problem: "found \(outbound.maximumAttempts)", remedy: "Give 1 to 63")
    }
    guard outbound.reserveAgents >= 0 else {
      throw SimulationError(
        code: .outOfRange, field: "\(path).reserveAgents",
        problem: "found \(outbound.reserveAgents)", remedy: "Give 0 or more")
    }
  }

  private func validateArrivals(path: String, model: SimulationModel) throws(SimulationError) {
    let expected = "at least 0 and at most 10000000 in an interval"
    switch arrivals {
    case .rate(let rate):
      try SimulationModel.require(path, rate, rate >= 0 && rate * model.interval <= 1e7, expected)
    case .expected(let numbers):
      try SimulationModel.requireLength(path, numbers.count, model.intervalCount)
      for (interval, number) in numbers.enumerated() {
        try SimulationModel.require(
          "\(path)[\(interval)]", number, number >= 0 && number <= 1e7, expected)
      }
    case .counts(let numbers):
      try SimulationModel.requireLength(path, numbers.count, model.intervalCount)
      for (interval, number) in numbers.enumerated() {
        try SimulationModel.require(
          "\(path)[\(interval)]", Double(number), number >= 0 && number <= 10_000_000, expected)
      }
    case .times(let times):
      for (index, time) in times.enumerated() {
        let previous = index == 0 ? 0 : times[index - 1]
        try SimulationModel.require(
          "\(path)[\(index)]", time, time >= previous && time < model.horizon,
          "ascending seconds within the horizon, at least \(previous)")
      }
    }
  }

  private func validateSteps(path: String, model: SimulationModel) throws(SimulationError) {
    guard !steps.isEmpty, steps.count <= 64, steps.count == 1 || !isLive else {
      throw SimulationError(
        code: .wrongLength, field: "\(path).steps", problem: "found \(steps.count) steps",
        remedy: isLive ? "Give exactly 1 for a live queue" : "Give 1 to 64")
    }
    for (index, step) in steps.enumerated() {
      let field = "\(path).steps[\(index)]"
      try SimulationModel.require("\(field).handleTime", step.handleTime, positive: true)
      try Self.requireShare("\(field).dropOut", step.dropOut)
      if let wait = step.outsideWait {
        try SimulationModel.require("\(field).outsideWait", wait, positive: false)
      }
      if index == 0, step.dropOut > 0 || step.outsideWait != nil {
        throw SimulationError(
          code: .outOfRange, field: field,
          problem: "the first step has a wait or drop-out before it",
          remedy: "Leave outsideWait and dropOut out of the first step")
      }
      guard !step.eligiblePools.isEmpty else {
        throw SimulationError(
          code: .noEligiblePool, field: "\(field).eligiblePools",
          problem: "no pool may do step \"\(step.name)\" of queue \"\(name)\"",
          remedy: "Give at least one pool that has what the step requires")
      }
      try step.validateAllocation(path: field)
      if step.selection == .longestIdle,
        let pool = step.eligiblePools.first(where: {
          model.pools.indices.contains($0) && CompiledModel.poolHoldsChats($0, model: model)
        })
      {
        throw SimulationError(
          code: .outOfRange, field: "\(field).selection",
          problem: "found longestIdle with pool \(pool), which holds chats",
          remedy: "Give preference: chats go to the agent with the fewest")
      }
      for (position, rule) in step.overflow.enumerated() {
        try model.requirePool("\(field).overflow[\(position)].pool", rule.pool)
        try SimulationModel.require(
          "\(field).overflow[\(position)].after", rule.after, rule.after > 0, "seconds, above 0")
        if step.eligiblePools.contains(rule.pool)
          || step.overflow[..<position].contains(where: { $0.pool == rule.pool })
        {
          throw SimulationError(
            code: .unknownReference, field: "\(field).overflow[\(position)].pool",
            problem: "found pool \(rule.pool) twice", remedy: "Name each pool once")
        }
      }
      for (position, pool) in step.eligiblePools.enumerated() {
        try model.requirePool("\(field).eligiblePools[\(position)]", pool)
        if step.eligiblePools[..<position].contains(pool) {
          throw SimulationError(
            code: .unknownReference, field: "\(field).eligiblePools[\(position)]",
            problem: "found pool \(pool) twice", remedy: "Name each pool once")
        }
      }
    }
  }

  private func validateKind(path: String) throws(SimulationError) {
    guard case .chat(let concurrency, let slowdown) = kind else { return }
    guard (1...64).contains(concurrency) else {
      throw SimulationError(
        code: .outOfRange, field: "\(path).kind.concurrency", problem: "found \(concurrency)",
        remedy: "Give 1 to 64")
    }
    guard slowdown.count == concurrency else {
      throw SimulationError(
        code: .wrongLength, field: "\(path).kind.slowdown",
        problem: "found \(slowdown.count) values",
        remedy: "Give \(concurrency), one per number of chats open")
    }
    for (index, factor) in slowdown.enumerated() {
      let least = index == 0 ? 1 : slowdown[index - 1]
      try SimulationModel.require(
        "\(path).kind.slowdown[\(index)]", factor, factor >= least && factor <= 1_000,
        "a factor of at least \(least)")
    }
  }

  private func validateGoals(path: String) throws(SimulationError) {
    var total = 0.0
    for (index, deadline) in deadlines.enumerated() {
      let field = "\(path).deadlines[\(index)]"
      try Self.requireShare("\(field).share", deadline.share)
      try SimulationModel.require(
        "\(field).within", deadline.within, deadline.within > 0, "seconds, above 0")
      total += deadline.share
    }
    if deadlines.isEmpty {
      if order == .earliestDeadline {
        throw SimulationError(
          code: .wrongLength, field: "\(path).deadlines", problem: "found none",
          remedy: "Give deadlines, or the order oldest")
      }
    } else {
      guard deadlines.count <= 16 else {
        throw SimulationError(
          code: .wrongLength, field: "\(path).deadlines", problem: "found \(deadlines.count)",
          remedy: "Give at most 16")
      }
      try SimulationModel.require(
        "\(path).deadlines", total, abs(total - 1) < 1e-9, "shares that sum to 1")
    }
    guard thresholds.count <= 16 else {
      throw SimulationError(
        code: .wrongLength, field: "\(path).thresholds", problem: "found \(thresholds.count)",
        remedy: "Give at most 16")
    }
    for (index, threshold) in thresholds.enumerated() {
      try SimulationModel.require(
        "\(path).thresholds[\(index)]", threshold, threshold >= 0, "seconds, at least 0")
    }
    if let shortAbandon {
      try SimulationModel.require(
        "\(path).shortAbandon", shortAbandon, shortAbandon >= 0, "seconds, at least 0")
    }
  }

  private static func requireShare(_ field: String, _ share: Double) throws(SimulationError) {
    try SimulationModel.require(field, share, share >= 0 && share <= 1, "a share, 0...1")
  }
}
