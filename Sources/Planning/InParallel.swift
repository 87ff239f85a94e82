import Dispatch
import Synchronization

/// Works out several values at once; the order of the answers is that of the positions.
///
/// - Parameters:
///   - count: How many values there are.
///   - threads: The most threads.
///   - work: Gives the value of a position, `0..<count`.
/// - Returns: The values in the order of the positions.
/// - Throws: What the first position that failed threw.
public func inParallel<Value: Sendable>(
  count: Int, threads: Int, _ work: @Sendable (Int) throws -> Value
) throws -> [Value] {
  guard threads > 1, count > 1 else { return try (0..<count).map(work) }
  let next = Atomic<Int>(0)
  let finished = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let outcome = Result { try work(index) }
      finished.withLock { $0[index] = outcome }
    }
  }
  return try finished.withLock { outcomes in
    try outcomes.map { outcome in
      guard let outcome else { preconditionFailure("a position was not worked out") }
      return try outcome.get()
    }
  }
}
