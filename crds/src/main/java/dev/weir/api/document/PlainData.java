package dev.weir.api.document;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.ConstructorException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Makes maps, lists and scalars of what was parsed, and nothing else. A key must be a scalar: one that is made of
 * aliases would be walked in full to find its hash.
 */
final class PlainData extends SafeConstructor {
    PlainData(LoaderOptions options) {
        super(options);
    }

    @Override
    protected void flattenMapping(MappingNode node, boolean forceStringKeys) {
        node.getValue().forEach(entry -> mustBeScalar(entry.getKeyNode()));
        super.flattenMapping(node, forceStringKeys);
    }

    private static void mustBeScalar(Node key) {
        if (!(key instanceof ScalarNode)) {
            throw new ConstructorException(null, null, "a key must be text", key.getStartMark()) {};
        }
    }
}
