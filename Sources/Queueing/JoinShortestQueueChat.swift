import Foundation

/// Computes a chat queue exactly when each chat goes to the agent with the fewest open and stays there.
///
/// The chain counts the agents by how many chats they have open, and the queue when all are full. Arrivals move it
/// one level of open chats up, completions one down, so it is solved by block elimination from the fullest level
/// down to the empty one, without subtraction in the blocks.
///
///     let chat = try chatJoinShortestQueue(
///       load: ChatLoad(arrivalRate: 0.9, handleTimes: [5, 7, 10], abandonmentRate: 0.2), agents: 3, within: 0)
///     // chat.queue.pAbandon == 0.1173
///
/// - Parameters:
///   - load: The chat work, in one time unit.
///   - agents: Agents on chat, `>= 1`; agents and concurrency so few that the chain is
///     solved in seconds, for instance 20 with up to 4 chats each.
///   - within: Service-level threshold, finite, `>= 0`.
/// - Returns: The queue and what the agents have open; relative error about 1e-10.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when patience is endless and full agents finish too
///   few; ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain or the chain is
///   too large.
/// - Complexity: O(levels × states per level³).
public func chatJoinShortestQueue(
  load: ChatLoad, agents: Int, within: Double
) throws(QueueingError) -> ChatResult {
  // The balanced model has the same domain; it checks the arguments.
  let balanced = try chatBalanced(load: load, agents: agents, within: within)
  guard load.arrivalRate > 0 else { return balanced }
  guard agents >= 1 else {
    throw .invalid(parameter: "agents", value: "\(agents)", expected: "1 or more")
  }
  guard let chain = JoinShortestQueueChain(load: load, agents: agents) else {
    throw .invalid(
      parameter: "agents and concurrency", value: "\(agents) and \(load.concurrency)",
      expected: "few enough for an exact chain; use the balanced model")
  }
  let state = chain.state
  return ChatResult(
    queue: ErlangAResult(
      state, speedOfAnswer: state.speedOfAnswer, at: state.threshold(within),
      occupancy: chain.agentBusy),
    agentBusy: chain.agentBusy, chatsPerAgent: chain.chatsPerAgent)
}

/// The exact chain, level by level of open chats.
struct JoinShortestQueueChain {
  let state: ErlangASteadyState
  let agentBusy: Double
  let chatsPerAgent: Double

  /// The sum over levels of states³, at most: some seconds.
  private static let mostEffort = 3e9
  /// The sum over levels of states², at most: 400 MB.
  private static let mostEntries = 5e7

  /// Nil when there are too many states.
  init?(load: ChatLoad, agents: Int) {
    let limit = load.concurrency
    let places = agents * limit
    guard places <= 2000, limit <= 64 else { return nil }
    var cubes = 0.0
    var squares = 0.0
    // States of each level: how many agents have 0, 1, … chats open.
    var levels: [[[Int]]] = [[[agents] + Array(repeating: 0, count: limit)]]
    var indices: [[[Int]: Int]] = [[levels[0][0]: 0]]
    for _ in 0..<places {
      var states: [[Int]] = []
      var index: [[Int]: Int] = [:]
      for from in levels[levels.count - 1] {
        for open in 0..<limit where from[open] > 0 {
          var to = from
          to[open] -= 1
          to[open + 1] += 1
          if index[to] == nil {
            index[to] = states.count
            states.append(to)
          }
        }
      }
      squares += Double(states.count * states.count)
      cubes += Double(states.count * states.count * states.count)
      guard cubes <= Self.mostEffort, squares <= Self.mostEntries else { return nil }
      levels.append(states)
      indices.append(index)
    }
    // Down from the fullest level, each factored as it is censored to the levels from it upwards. The fullest level
    // with its queue is one state whose queue part returns to itself.
    var factors: [LevelFactors] = []
    // By state of the level above, where the process first returns to this level.
    var returns: [Double] = []
    for level in stride(from: places - 1, through: 0, by: -1) {
      let above = level + 1
      let size = levels[above].count
      var matrix = Array(repeating: 0.0, count: size * size)
      let lower = levels[level].count
      var down = Array(repeating: 0.0, count: size * lower)
      for (row, from) in levels[above].enumerated() {
        var outflow = above < places ? load.arrivalRate : 0
        for open in 1...limit where from[open] > 0 {
          let rate = Double(from[open]) * load.completionRate(open: open)
          outflow += rate
          if let target = indices[level][Self.moved(from, open, to: open - 1)] {
            down[row * lower + target] += rate
          }
        }
        // Outflow on the diagonal, less what comes back from above by way of an arrival.
        matrix[row * size + row] = outflow
        if above < places, let fewest = from.indices.first(where: { $0 < limit && from[$0] > 0 }),
          let target = indices[above + 1][Self.moved(from, fewest, to: fewest + 1)]
        {
          for column in 0..<size {
            matrix[row * size + column] -= returns[target * size + column] * load.arrivalRate
          }
        }
      }
      let factored = LevelFactors(matrix, size: size)
      returns = factored.solve(down, columns: lower)
      factors.append(factored)
    }
    factors.reverse()
    var weights = [1.0]
    var below = 0.0
    var busy = 0.0
    var chats = 0.0
    for level in 0..<places {
      var arriving = Array(repeating: 0.0, count: levels[level + 1].count)
      for (index, weight) in weights.enumerated() {
        let from = levels[level][index]
        below += weight
        busy += weight * Double(agents - from[0])
        chats += weight * Double(level)
        if let fewest = from.indices.first(where: { $0 < limit && from[$0] > 0 }),
          let target = indices[level + 1][Self.moved(from, fewest, to: fewest + 1)]
        {
          arriving[target] += weight * load.arrivalRate
        }
      }
      weights = factors[level].solveTransposed(arriving)
      if below > 1e200 {
        weights = weights.map { $0 * 1e-200 }
        below *= 1e-200
        busy *= 1e-200
        chats *= 1e-200
      }
    }
    let full = Double(agents) * load.completionRate(open: limit)
    state = ErlangASteadyState(
      arrivalRate: load.arrivalRate, serviceRate: full / Double(places),
      abandonmentRate: load.abandonmentRate, agents: Double(places),
      drift: load.arrivalRate - full, idle: below / weights[0])
    agentBusy = busy / below * state.pIdle / Double(agents) + state.pWait
    chatsPerAgent = chats / below * state.pIdle / Double(agents) + state.pWait * Double(limit)
  }

  /// The state with one agent moved from one number of open chats to another.
  private static func moved(_ state: [Int], _ from: Int, to: Int) -> [Int] {
    var next = state
    next[from] -= 1
    next[to] += 1
    return next
  }
}

/// A diagonally dominant matrix as L U, so that no pivots are needed; row-major.
private struct LevelFactors {
  private let size: Int
  private var values: [Double]

  init(_ matrix: [Double], size: Int) {
    self.size = size
    values = matrix
    for pivot in 0..<size {
      let inverse = 1 / values[pivot * size + pivot]
      for row in stride(from: pivot + 1, to: size, by: 1) {
        let factor = values[row * size + pivot] * inverse
        values[row * size + pivot] = factor
        guard factor != 0 else { continue }
        for column in stride(from: pivot + 1, to: size, by: 1) {
          values[row * size + column] -= factor * values[pivot * size + column]
        }
      }
    }
  }

  /// X with matrix × X = `right`, `columns` of them.
  func solve(_ right: [Double], columns: Int) -> [Double] {
    var result = right
    for row in 0..<size {
      for other in 0..<row {
        let factor = values[row * size + other]
        guard factor != 0 else { continue }
        for column in 0..<columns {
          result[row * columns + column] -= factor * result[other * columns + column]
        }
      }
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for other in stride(from: row + 1, to: size, by: 1) {
        let factor = values[row * size + other]
        guard factor != 0 else { continue }
        for column in 0..<columns {
          result[row * columns + column] -= factor * result[other * columns + column]
        }
      }
      let inverse = 1 / values[row * size + row]
      for column in 0..<columns { result[row * columns + column] *= inverse }
    }
    return result
  }

  /// x with x × matrix = `right`.
  func solveTransposed(_ right: [Double]) -> [Double] {
    var result = right
    for row in 0..<size {
      result[row] /= values[row * size + row]
      for column in stride(from: row + 1, to: size, by: 1) {
        result[column] -= result[row] * values[row * size + column]
      }
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for column in 0..<row { result[column] -= result[row] * values[row * size + column] }
    }
    return result
  }
}
