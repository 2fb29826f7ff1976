package dev.weir.operator.reconciliation;

import dev.weir.operator.conditions.Statement;
import dev.weir.operator.storage.StoragePlan;

/** Whether what a resource asks for can be done. */
sealed interface Outcome {

    /** It can. */
    record Acceptable(StoragePlan plan, Statement references) implements Outcome {}

    /** It can when what it refers to is there: until then, whatever runs goes on as it is. */
    record Waiting(Statement references) implements Outcome {}

    /** It cannot: whatever runs goes on as it is. */
    record Refused(Statement why) implements Outcome {}
}
