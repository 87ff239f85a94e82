import CCbc
import Synchronization

/// Solves integer programs with CBC: one thread, fixed seed, nothing printed, never by the clock.
///
/// The one file that touches the C library. CBC keeps state of its own between calls, so solves take
/// turns.
enum CbcModel {
  private static let turn = Mutex(())

  /// Minimises a program.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - limits: When the search may stop.
  ///   - start: Known values to begin from, one for each column; nothing when none are known.
  /// - Returns: The values found; the same for the same input.
  static func minimize(
    _ program: IntegerProgram, limits: SearchLimits = SearchLimits(), start: [Double]? = nil
  ) -> ProgramSolution {
    if program.columns.isEmpty {
      let feasible = program.rows.allSatisfy { $0.lower <= 0 && $0.upper >= 0 }
      return ProgramSolution(
        status: feasible ? .optimal : .infeasible, objective: feasible ? 0 : .infinity, bound: 0,
        values: [], nodes: 0)
    }
    let found = turn.withLock { _ in unsafe search(program, limits, start) }
    guard found.status == .infeasible else { return found }
    // CBC calls an unbounded program infeasible too; without costs the two differ.
    var free = program
    for index in free.columns.indices { free.columns[index].cost = 0 }
    let feasible = turn.withLock { _ in unsafe search(free, limits, nil) }
    guard feasible.status == .optimal else { return found }
    var unbounded = found
    (unbounded.status, unbounded.bound) = (.unbounded, -.infinity)
    return unbounded
  }

  // SAFETY: every array outlives the call that reads it; CBC copies what it is given. The vectors
  // that CBC returns have one entry for each column and are copied before the model is deleted.
  @unsafe
  private static func search(
    _ program: IntegerProgram, _ limits: SearchLimits, _ start: [Double]?
  ) -> ProgramSolution {
    guard let model = unsafe Cbc_newModel() else {
      preconditionFailure("CBC made no model")
    }
    defer { unsafe Cbc_deleteModel(model) }
    unsafe load(program, into: model)
    unsafe configure(model, limits)
    if let start, program.columns.contains(where: \.isInteger) {
      let whole = program.columns.indices.filter { program.columns[$0].isInteger }
      let indices = whole.map { Int32($0) }
      let values = whole.map { start[$0] }
      unsafe Cbc_setMIPStartI(model, Int32(indices.count), indices, values)
    }
    unsafe Cbc_solve(model)
    return unsafe read(model, program)
  }

  @unsafe
  private static func load(_ program: IntegerProgram, into model: OpaqueModel) {
    var counts = [Int32](repeating: 0, count: program.columns.count + 1)
    for row in program.rows { for term in row.terms { counts[term.column + 1] += 1 } }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    var next = counts
    var rowIndices = [Int32](repeating: 0, count: Int(counts[counts.count - 1]))
    var coefficients = [Double](repeating: 0, count: rowIndices.count)
    for (index, row) in program.rows.enumerated() {
      for term in row.terms {
        let place = Int(next[term.column])
        rowIndices[place] = Int32(index)
        coefficients[place] = term.coefficient
        next[term.column] += 1
      }
    }
    func bounded(_ value: Double) -> Double { min(max(value, -1e30), 1e30) }
    let lower = program.columns.map { bounded($0.lower) }
    let upper = program.columns.map { bounded($0.upper) }
    let cost = program.columns.map(\.cost)
    let rowLower = program.rows.map { bounded($0.lower) }
    let rowUpper = program.rows.map { bounded($0.upper) }
    unsafe Cbc_loadProblem(
      model, Int32(program.columns.count), Int32(program.rows.count), counts, rowIndices,
      coefficients, lower, upper, cost, rowLower, rowUpper)
    for (index, column) in program.columns.enumerated() where column.isInteger {
      unsafe Cbc_setInteger(model, Int32(index))
    }
    unsafe Cbc_setObjSense(model, 1)
  }

  @unsafe
  private static func configure(_ model: OpaqueModel, _ limits: SearchLimits) {
    unsafe Cbc_setLogLevel(model, 0)
    for (name, value) in [
      ("log", "0"), ("threads", "0"), ("randomSeed", "20261001"), ("randomCbcSeed", "20261001"),
      ("ratioGap", "\(limits.gap)"), ("maxNodes", "\(limits.nodes)"),
    ] {
      unsafe Cbc_setParameter(model, name, value)
    }
  }

  @unsafe
  private static func read(_ model: OpaqueModel, _ program: IntegerProgram) -> ProgramSolution {
    let whole = program.columns.contains(where: \.isInteger)
    var status: ProgramSolution.Status
    if unsafe Cbc_isContinuousUnbounded(model) != 0 {
      status = .unbounded
    } else if unsafe Cbc_isProvenInfeasible(model) != 0 {
      status = .infeasible
    } else if unsafe Cbc_isProvenOptimal(model) != 0 {
      status = .optimal
    } else {
      status = .nodeLimit
    }
    let nodes = unsafe Int(Cbc_getNodeCount(model))
    let bound = unsafe Cbc_getBestPossibleObjValue(model)
    guard status == .optimal || status == .nodeLimit,
      let found = unsafe whole ? UnsafePointer(Cbc_bestSolution(model)) : Cbc_getColSolution(model)
    else {
      if status == .optimal || status == .nodeLimit { status = .unsolved }
      return ProgramSolution(
        status: status, objective: .infinity, bound: bound, values: [], nodes: nodes)
    }
    var values = unsafe Array(UnsafeBufferPointer(start: found, count: program.columns.count))
    for (index, column) in program.columns.enumerated() where column.isInteger {
      values[index] = values[index].rounded()
    }
    let objective = program.objective(of: values)
    return ProgramSolution(
      status: status, objective: objective, bound: whole ? bound : objective, values: values,
      nodes: nodes)
  }

  private typealias OpaqueModel = UnsafeMutableRawPointer
}
