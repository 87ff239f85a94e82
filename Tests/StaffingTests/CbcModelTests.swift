import Testing

@testable import Staffing

@Suite("Integer programs on CBC")
struct CbcModelTests {
  /// Values 60, 100, 120 and weights 10, 20, 30 in a knapsack of 50: the textbook answer takes the
  /// last two for 220; the relaxation reaches 240.
  static let knapsack: IntegerProgram = {
    var program = IntegerProgram()
    let items = [(60.0, 10.0), (100, 20), (120, 30)].map { value, weight in
      (
        column: program.addColumn("item", upper: 1, cost: -value, isInteger: true),
        coefficient: weight
      )
    }
    program.addRow(items, atMost: 50)
    return program
  }()

  @Test("Finds the textbook knapsack")
  func knapsack() {
    let solution = CbcModel.minimize(Self.knapsack, limits: SearchLimits(gap: 0, nodes: 1000))
    #expect(solution.status == .optimal)
    #expect(solution.values == [0, 1, 1])
    #expect(solution.objective == -220)
  }

  @Test("A program without whole numbers is solved as a linear program")
  func linear() {
    var program = Self.knapsack
    for index in program.columns.indices { program.columns[index].isInteger = false }
    let solution = CbcModel.minimize(program)
    #expect(solution.status == .optimal)
    #expect(abs(solution.objective + 240) < 1e-9)
  }

  @Test("Contradicting rows are infeasible")
  func infeasible() {
    for whole in [false, true] {
      var program = IntegerProgram()
      let x = program.addColumn("x", upper: 3, isInteger: whole)
      program.addRow([(x, 1)], atLeast: 4)
      #expect(CbcModel.minimize(program).status == .infeasible)
    }
  }

  @Test("A cost that falls without end is unbounded")
  func unbounded() {
    for whole in [false, true] {
      var program = IntegerProgram()
      let x = program.addColumn("x", cost: -1, isInteger: whole)
      let y = program.addColumn("y", cost: 0)
      program.addRow([(x, 1), (y, -1)], atMost: 0)
      #expect(CbcModel.minimize(program).status == .unbounded)
    }
  }

  @Test("A program without columns is feasible when its rows hold at zero")
  func empty() {
    #expect(CbcModel.minimize(IntegerProgram()).status == .optimal)
  }
}
