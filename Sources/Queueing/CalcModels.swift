/// The models by name: how to read each one's inputs and name its outputs.
enum CalcModels {
  typealias Model = @Sendable (inout CalcReader) throws -> [CalcOutput]

  static let all = steady.merging(more) { first, _ in first }

  private static let steady: [String: Model] = [
    "erlang_b": { input in
      [CalcOutput("B", try erlangB(offeredLoad: input.number("a"), servers: input.whole("n")))]
    },
    "erlang_b_real_n": { input in
      [CalcOutput("B", try erlangB(offeredLoad: input.number("a"), servers: input.number("n")))]
    },
    "engset": { input in
      let result = try engset(
        sources: input.whole("sources"), idleRate: input.number("lam"),
        serviceRate: input.number("mu"), servers: input.whole("n"))
      return [
        CalcOutput("time_congestion", result.timeCongestion),
        CalcOutput("call_congestion", result.callCongestion),
        CalcOutput("occupancy", result.occupancy),
      ]
    },
    "erlang_c": { input in
      _ = try input.whole("n")
      return try queueC(&input, full: true)
    },
    "erlang_c_real_n": { input in try queueC(&input, full: false) },
    "erlang_a": { input in
      queueA(
        try erlangA(
          arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
          abandonmentRate: input.number("theta"), agents: input.number("n"),
          within: try input.optional("t") ?? 0))
    },
    "erlang_a_gamma_rate": { input in
      let queue = try erlangAGammaRate(
        arrivalRateMean: input.number("lam_mean"), arrivalRateVariation: input.number("lam_cv2"),
        serviceRate: input.number("mu"), abandonmentRate: input.number("theta"),
        agents: input.whole("n"), within: try input.optional("t") ?? 0)
      return [
        CalcOutput("p_abandon", queue.pAbandon), CalcOutput("p_wait", queue.pWait),
        CalcOutput("sl_offered", queue.serviceLevelOffered), CalcOutput("lq", queue.queueLength),
        CalcOutput("occupancy", queue.occupancy),
      ]
    },
    "erlang_x_redial": { input in
      input.ignore("definition")
      let result = try erlangRedial(
        arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
        abandonmentRate: input.number("theta"), agents: input.whole("n"),
        redialProbability: input.number("redial_prob"), within: try input.optional("t") ?? 0)
      return [
        CalcOutput("lam_total", result.arrivalRateTotal),
        CalcOutput("p_abandon", result.queue.pAbandon), CalcOutput("p_wait", result.queue.pWait),
        CalcOutput("p_lost_finally", result.pLostFinally),
      ]
    },
    "mmnk": { input in
      let queue = try finiteQueue(
        arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
        agents: input.whole("n"), places: input.whole("K"), within: try input.optional("t") ?? 0)
      return [
        CalcOutput("p_block", queue.pBlock), CalcOutput("lq", queue.queueLength),
        CalcOutput("wq_accepted", queue.waitMeanAccepted),
        CalcOutput("p_wait_accepted", queue.pWaitAccepted),
        CalcOutput("service_level_accepted", queue.serviceLevelAccepted),
        CalcOutput("occupancy", queue.occupancy),
      ]
    },
    "chat_balanced": { input in
      chat(
        try chatBalanced(
          load: try chatLoad(&input), agents: input.whole("n"),
          within: try input.optional("t") ?? 0))
    },
    "chat_jsq_exact": { input in
      chat(
        try chatJoinShortestQueue(
          load: try chatLoad(&input), agents: input.whole("n"),
          within: try input.optional("t") ?? 0))
    },
    "mg1_pk": { input in
      input.ignore("dist")
      input.ignore("params")
      let queue = try pollaczekKhinchine(
        arrivalRate: input.number("lam"), meanHandleTime: input.number("es"),
        secondMoment: input.number("es2"))
      return [
        CalcOutput("wq", queue.waitMean), CalcOutput("lq", queue.queueLength),
        CalcOutput("occupancy", queue.occupancy),
      ]
    },
    "md1_wait_cdf": { input in
      [
        CalcOutput(
          "p_w_le_t",
          try deterministicServiceLevel(
            arrivalRate: input.number("lam"), handleTime: input.number("d"),
            within: input.number("t")))
      ]
    },
    "allen_cunneen": { input in
      [
        CalcOutput(
          "wq",
          try allenCunneen(
            arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
            agents: input.number("n"), arrivalVariation: input.number("ca2"),
            serviceVariation: input.number("cs2")))
      ]
    },
    "priority_nonpreemptive_mmn": { input in
      waits(
        try priorityWaits(
          arrivalRates: input.numbers("lams"), serviceRate: input.number("mu"),
          agents: input.whole("n")))
    },
    "priority_nonpreemptive_mg1": { input in
      waits(
        try priorityWaits(
          arrivalRates: input.numbers("lams"), meanHandleTimes: input.numbers("es"),
          secondMoments: input.numbers("es2")))
    },
    "mmn_sojourn_deadline": { input in
      [
        CalcOutput(
          "p_late",
          try shareLate(
            arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
            agents: input.number("n"), deadline: input.number("deadline")))
      ]
    },
    "mt_minf_offered_load": { input in
      let profile = try input.profile("lam")
      try profile.validate()
      let service = try input.number("mu")
      try requirePositive(service, "mu")
      return [
        CalcOutput("m", profile.infiniteServerLoad(at: try input.number("t"), serviceRate: service))
      ]
    },
    "mt_mnm_transient": { input in try transient(&input) },
    "workload_erlangs": { input in
      let volume = try input.number("volume")
      let handleTime = try input.number("aht_s")
      let interval = try input.number("interval_s")
      try requireNonNegative(volume, "volume")
      try requireNonNegative(handleTime, "aht_s")
      try requirePositive(interval, "interval_s")
      return [CalcOutput("erlangs", volume * handleTime / interval)]
    },
    "shrinkage": { input in
      let raw = try input.number("raw")
      let paid = try Shrinkage.paid(raw, shrinkage: try input.number("shrinkage"))
      return [CalcOutput("paid", whole: paid.people), CalcOutput("fte", paid.exact)]
    },
    "blending": { input in
      let result = try blending(
        arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
        abandonmentRate: input.number("theta"), agents: input.whole("n"),
        reserve: input.whole("reserve"), within: try input.optional("t") ?? 0)
      return [
        CalcOutput("p_wait", result.inbound.pWait),
        CalcOutput("p_abandon", result.inbound.pAbandon),
        CalcOutput("lq", result.inbound.queueLength),
        CalcOutput("sl_offered", result.inbound.serviceLevelOffered),
        CalcOutput("occupancy", result.inbound.occupancy),
        CalcOutput("outbound_rate", result.outboundRate),
      ]
    },
    "virtual_hold": { input in
      let result = try virtualHold(
        arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
        abandonmentRate: input.number("theta"), agents: input.whole("n"),
        acceptance: input.number("acceptance"), within: try input.optional("t") ?? 0)
      return [
        CalcOutput("p_wait", result.queue.pWait), CalcOutput("p_abandon", result.queue.pAbandon),
        CalcOutput("p_call_back", result.pCallBack), CalcOutput("lq", result.queue.queueLength),
        CalcOutput("sl_offered", result.queue.serviceLevelOffered),
      ]
    },
  ]

  private static func waits(_ waits: [Double]) -> [CalcOutput] {
    waits.enumerated().map { CalcOutput("wq\($0 + 1)", $1) }
  }

  private static func chatLoad(_ input: inout CalcReader) throws -> ChatLoad {
    ChatLoad(
      arrivalRate: try input.number("lam"), handleTimes: try input.numbers("aht"),
      abandonmentRate: try input.number("theta"))
  }

  private static func chat(_ chat: ChatResult) -> [CalcOutput] {
    [
      CalcOutput("p_wait", chat.queue.pWait), CalcOutput("p_abandon", chat.queue.pAbandon),
      CalcOutput("lq", chat.queue.queueLength),
      CalcOutput("sl_offered", chat.queue.serviceLevelOffered),
      CalcOutput("agent_busy", chat.agentBusy),
      CalcOutput("mean_chats_per_agent", chat.chatsPerAgent),
    ]
  }

  static func queueA(_ queue: ErlangAResult) -> [CalcOutput] {
    [
      CalcOutput("p_wait", queue.pWait), CalcOutput("p_abandon", queue.pAbandon),
      CalcOutput("mean_wait_all", queue.waitMeanAll), CalcOutput("lq", queue.queueLength),
      CalcOutput("occupancy", queue.occupancy), CalcOutput("asa_served", queue.speedOfAnswer),
      CalcOutput("sl_offered", queue.serviceLevelOffered),
      CalcOutput("sl_answered", queue.serviceLevelAnswered),
      CalcOutput("sl_virtual", queue.serviceLevelVirtual),
      CalcOutput("sl_excl_short_abandons", queue.serviceLevelExcludingShortAbandons),
      CalcOutput("sl_within_threshold", queue.serviceLevelWithinThreshold),
    ]
  }

  private static func queueC(_ input: inout CalcReader, full: Bool) throws -> [CalcOutput] {
    let queue = try erlangC(
      arrivalRate: input.number("lam"), serviceRate: input.number("mu"),
      agents: input.number("n"), within: try input.optional("t") ?? 0)
    let outputs = [
      CalcOutput("p_wait", queue.pWait), CalcOutput("asa", queue.waitMeanAll),
      CalcOutput("service_level", queue.serviceLevel),
    ]
    guard full else { return outputs }
    return outputs + [
      CalcOutput("lq", queue.queueLength), CalcOutput("occupancy", queue.occupancy),
      CalcOutput("p_wait_gt_t", queue.waitBeyondThreshold),
      CalcOutput("wait_if_delayed", queue.waitIfDelayed),
    ]
  }

  private static func transient(_ input: inout CalcReader) throws -> [CalcOutput] {
    if input.has("start") {
      let start = try input.text("start")
      guard start == "empty" else {
        throw CalcError(message: "inputs.start is \"\(start)\". Give \"empty\".")
      }
    }
    let agents = try input.whole("n")
    let end = try input.number("T")
    try requireNonNegative(end, "T")
    guard (0...100_000).contains(agents) else {
      throw QueueingError.invalid(
        parameter: "n", value: "\(agents)", expected: "between 0 and 100000")
    }
    let profile = try input.profile("lam")
    try profile.validate()
    let service = try input.number("mu")
    let theta = try input.number("theta")
    try requirePositive(service, "mu")
    try requireNonNegative(theta, "theta")
    // The effort goes with the number of events and the states that they spread over.
    let spread = max(Double(agents), min(profile.highest / service, profile.highest * end))
    let events =
      (profile.highest + service * min(Double(agents), profile.highest * end) + 160 * theta) * end
    try requireAtMost(events, 1e8, "events by T")
    try requireAtMost(events * (24 * spread.squareRoot() + 80), 5e9, "events by T × states")
    // Nothing is left out, so that a small chance has its digits too.
    func course(_ profile: ArrivalProfile, pieces: Int?) throws -> (Double, Double) {
      var equations = try ForwardEquations(
        profile: profile, serviceRate: service, abandonmentRate: theta, negligible: 1e-280)
      if let pieces {
        equations.advance(to: end, agents: agents, pieces: pieces)
      } else {
        equations.advance(to: end, agents: agents)
      }
      return (equations.allBusy(agents: agents), equations.queueLength(agents: agents))
    }
    func outputs(_ values: (Double, Double)) -> [CalcOutput] {
      [CalcOutput("p_all_busy", values.0), CalcOutput("lq", values.1)]
    }
    if case .sinusoid(_, let amplitude, let frequency) = profile, amplitude != 0, frequency != 0 {
      try requireAtMost(frequency * end, 1000, "angular frequency × T")
      // An error of order four: halving the steps takes fifteen sixteenths of it away.
      func refined(_ coarse: Double, _ fine: Double) -> Double {
        max(0, fine + (fine - coarse) / 15)
      }
      func agree(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= 1e-10 * abs(right)
      }
      var pieces = max(4, Int(min(frequency * end, 1e4)))
      var coarse = try course(profile, pieces: pieces)
      var before: (Double, Double)?
      while true {
        pieces *= 2
        let fine = try course(profile, pieces: pieces)
        let now = (refined(coarse.0, fine.0), refined(coarse.1, fine.1))
        if let before, agree(before.0, now.0), agree(before.1, now.1) { return outputs(now) }
        if pieces >= 1 << 13 { return outputs(now) }
        (before, coarse) = (now, fine)
      }
    }
    let rate = profile.rate(at: 0)
    return outputs(try course(.steps(interval: max(end, 1), rates: [rate]), pieces: nil))
  }
}
