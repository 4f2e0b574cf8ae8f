/** Every choice that determines a training run. */
export interface Configuration {
    /** Channels of the feature maps next to the image; the 7x7 maps have twice as many. */
    baseWidth: number;
    /** Length of the latent vector z. */
    latentSize: number;
    /** Images in each real and each generated batch. */
    batchSize: number;
    /** Seed of every random number, a whole number below 2^32. */
    seed: number;
    /**
     * `nonSaturating`: mean(-log D(G(z))). `minimax`: mean(log(1 - D(G(z)))). `softmax`: softmax cross-entropy over a single logit, for D
     * as well, which is always 0.
     */
    generatorLoss: "nonSaturating" | "minimax" | "softmax";
    generatorAdam: AdamConfiguration;
    discriminatorAdam: AdamConfiguration;
    /** What both networks are told of an image: nothing, its label, a group found by its looks alone, or its label and its looks. */
    conditioning: "none" | "labels" | "clusters" | "labelsAndClusters";
    /** Groups of looks in all; `none` and `labels` do not look at it. */
    clusterCount: number;
    /** Whether G's turn looks again at the images of D's turn instead of fresh ones. */
    reuseFakes: boolean;
    /** Share of the past in the moving average of G's weights, for each step; 0 averages nothing. */
    averageDecay: number;
    /**
     * `twoOptimizers`: the gradient runs through D into G, and G's Adam moves G's variables. `stackedFrozen`: a third model stacks D,
     * frozen, on G. `stackedUnfrozen`: the same with D's freezing forgotten.
     */
    generatorTurn: "twoOptimizers" | "stackedFrozen" | "stackedUnfrozen";
    /** Whether the hidden layers normalise each batch. */
    batchNormalization: boolean;
    /** Rows and columns of the kernels of G's transposed convolutions: 4 or 5. */
    kernelSize: number;
    /** How many of the data's images are trained on, from the first; 0 for all. */
    imageLimit: number;
}

/** A configuration with a name. */
export interface Preset {
    name: "fast" | "unlabelled" | "plain" | "answer" | "tutorial" | "tiny";
    configuration: Configuration;
}

/** Which of G's weights make the images that are shown: their moving average, or those that train. */
export type Shown = "average" | "raw";

/** Settings of one Adam optimiser. */
export interface AdamConfiguration {
    learningRate: number;
    beta1: number;
    beta2: number;
}

/** The permitted values of one setting, both ends included. */
export interface Range {
    minimum: number;
    maximum: number;
}

/** The permitted values of every numeric setting. */
export interface ConfigurationLimits {
    baseWidth: Range;
    latentSize: Range;
    batchSize: Range;
    seed: Range;
    learningRate: Range;
    beta1: Range;
    beta2: Range;
    clusterCount: Range;
    averageDecay: Range;
    kernelSize: Range;
    imageLimit: Range;
}

/** What one step did. */
export interface StepReport {
    /** The step's number; the first is 1. */
    step: number;
    /** mean(-log D(x)), the first part of D's loss. */
    discriminatorLossReal: number;
    /** mean(-log(1 - D(G(z)))), the second part of D's loss. */
    discriminatorLossFake: number;
    /** G's loss in the configured form. */
    generatorLoss: number;
    /** Mean D(x), before D's update. */
    meanRealProbability: number;
    /** Mean D(G(z)) in D's turn, before D's update. */
    meanFakeProbabilityBefore: number;
    /** Mean D(G(z)) in G's turn, after D's update. */
    meanFakeProbabilityAfter: number;
    /** The norm of each layer's gradient: D's layers in D's turn, then G's layers in G's turn. */
    gradientNorms: GradientNorm[];
}

/** What the judge says of many generated images. Shares lie between 0 and 1. */
export interface Verdict {
    /** Images judged. */
    count: number;
    /** Share of images that the judge reads as one digit, with more than 0.9 of its belief. */
    readable: number;
    /** How many images are readable as each of the ten digits. */
    byDigit: number[];
    /** Share of images that the judge holds to be no digit at all. */
    notDigits: number;
    /** How many of the ten digits at least 2 % of the images are readable as. */
    digitsCovered: number;
    /** How much the images of a digit differ from each other; 1 is as much as MNIST's test images do. */
    diversity: number;
    /** The Frechet distance of the judge's features from those of MNIST's test images; 0 is the same distribution. */
    frechetDistance: number;
    /** Share of images that are readable as the digit that was asked for; null without labels. */
    asAsked: number | null;
}

/** The Euclidean norm of the gradient of a network's loss with respect to one layer's variables. */
export interface GradientNorm {
    network: "generator" | "discriminator";
    layer: string;
    norm: number;
}

/** What stands at a corner of the latent square: one of the 64 latent vectors, and the digit that it is asked to be. */
export interface Corner {
    sample: number;
    digit: number | null;
}

/** A step looked at closely, without its arrays. */
export interface AnatomyNumbers {
    step: number;
    batchSize: number;
    /** How many images of each batch are told. */
    count: number;
    discriminator: DiscriminatorNumbers;
    /** `null` while the step is half taken. */
    generator: GeneratorNumbers | null;
}

/** What happened in D's turn. */
export interface DiscriminatorNumbers {
    realLogits: number[];
    fakeLogits: number[];
    lossReal: number;
    lossFake: number;
    meanRealProbability: number;
    meanFakeProbability: number;
    gradientNorms: GradientNorm[];
    moved: Movement;
}

/** What happened in G's turn. */
export interface GeneratorNumbers {
    logits: number[];
    loss: number;
    meanFakeProbability: number;
    gradientNorms: GradientNorm[];
    moved: Movement;
    /** Where one stacked model takes G's turn: the largest difference between its gradients and those of two optimisers. */
    stackedDifference: number | null;
}

/** How far a turn moved the weights of each network. */
export interface Movement {
    discriminator: number;
    generator: number;
}

/** What D thinks of an image, without the array. */
export interface OpinionNumbers {
    logit: number;
    /** The digit that D took it for; `null` where the networks are told no digits. */
    digit: number | null;
}

/** Which images of a quiz are real, and what D says of each. */
export interface QuizFacts {
    areReal: boolean[];
    logits: number[];
}
