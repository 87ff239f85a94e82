import Queueing
import Testing

@Suite("Batches and one-line answers")
struct CalcBatchTests {
  private func answer(_ model: String, _ inputs: [String: CalcInput]) -> CalcAnswer {
    CalcBatch.evaluate(CalcCase(id: "x", model: model, inputs: inputs))
  }

  @Test("Numbers are read as decimals, fractions and products")
  func numbers() throws {
    let found = answer(
      "erlang_c",
      ["n": .text("55"), "lam": .text("0.2*60"), "mu": .text("1/4"), "t": .text("15/60")])
    // mitan/erlang-c: 0.2387.
    let wait = try #require(found.outputs.first { $0.name == "p_wait" })
    #expect(abs(wait.value - 0.2387) < 5e-5)
    #expect(Double(wait.text) == wait.value)
  }

  @Test("One bad case does not spoil the others")
  func separate() {
    let answers = CalcBatch.evaluate([
      CalcCase(id: "bad", model: "erlang_b", inputs: ["n": .text("5")]),
      CalcCase(id: "good", model: "erlang_b", inputs: ["n": .text("1"), "a": .text("1")]),
    ])
    #expect(answers[0].error == "inputs.a is missing: erlang_b needs it. Given are n.")
    #expect(answers[1].outputs == answers[1].outputs.filter { $0.text == "0.5" })
    #expect(answers[1].error == nil)
  }

  @Test("An unknown model lists the valid ones, nearest first")
  func unknownModel() throws {
    let error = try #require(answer("erlang_d", [:]).error)
    #expect(error.hasPrefix("model is \"erlang_d\". Give one of erlang_a, erlang_b, erlang_c,"))
  }

  @Test("Each kind of bad input says where it is and what to give")
  func badInputs() throws {
    let half = answer("erlang_b", ["n": .text("2.5"), "a": .text("1")])
    #expect(half.error?.contains("inputs.n is 2.5. Give a whole number") == true)
    let word = answer("erlang_b", ["n": .text("2"), "a": .text("much")])
    #expect(word.error?.contains("inputs.a is \"much\"") == true)
    let over = answer("erlang_c", ["n": .text("2"), "lam": .text("3"), "mu": .text("1")])
    #expect(over.error?.contains("grow for ever") == true)
    let zero = answer("erlang_b", ["n": .text("2"), "a": .text("1/0")])
    #expect(zero.error != nil)
    let list = answer("chat_balanced", ["n": .text("2"), "aht": .text("5"), "lam": .text("1")])
    #expect(list.error?.contains("inputs.aht is not a list") == true)
    let start = answer("mt_mnm_transient", ["start": .text("full")])
    #expect(start.error == "inputs.start is \"full\". Give \"empty\".")
    let extra = answer("erlang_b", ["n": .text("2"), "a": .text("1"), "q": .null])
    #expect(extra.notes == ["inputs.q is not used by erlang_b"])
  }

  @Test("Whole outputs have no decimal point")
  func wholeNumbers() throws {
    let found = answer("shrinkage", ["raw": .text("40"), "shrinkage": .text("0.3")])
    #expect(found.outputs.map(\.text) == ["58", "\(40 / 0.7)"])
  }

  @Test("The one-line answer shows three people fewer and three more")
  func staff() throws {
    // callcentrehelper, quoted by pyworkforce: 100 calls in 30 minutes of 180 s, 80 % in 20 s, 14 agents with
    // occupancy at most 85 %, 20 with 30 % shrinkage.
    let found = try StaffAnswer(
      volume: 100, per: 1800, handleTime: 180,
      goals: [.serviceLevel(.offered, within: 20, share: 0.8), .occupancy(atMost: 0.85)],
      shrinkage: 0.3)
    #expect(found.agents == 14 && found.scheduled == 20)
    #expect(found.rows.map(\.agents) == Array(11...17))
    #expect(found.rows.map(\.meetsGoals) == [false, false, false, true, true, true, true])
    #expect(found.rows.filter(\.isAnswer).map(\.agents) == [14])
    #expect(found.fractionalAgents > 13 && found.fractionalAgents <= 14)
    let few = try StaffAnswer(
      volume: 8, per: 1800, handleTime: 300,
      goals: [.serviceLevel(.offered, within: 20, share: 0.8)])
    #expect(few.rows.first?.agents == 0 && few.rows.first?.queue == nil)
    let none = try StaffAnswer(
      volume: 0, per: 1800, handleTime: 300, goals: [.occupancy(atMost: 0.8)], patience: 60)
    #expect(none.agents == 0 && none.sensitivity == nil)
    #expect(throws: QueueingError.self) {
      try StaffAnswer(volume: 1, per: 1, handleTime: 1, goals: [])
    }
    #expect(throws: QueueingError.self) {
      try StaffAnswer(
        volume: 1, per: 1, handleTime: 1, goals: [.occupancy(atMost: 0.8)], shrinkage: 1)
    }
  }
}
