// A program that requires.
const { adam, dataset, Mlp, MT19937, serializeModel } = require("wasmlp");
const { trained } = require("./training.js");

trained({ adam, dataset, Mlp, MT19937, serializeModel }).then((report) => console.log(JSON.stringify(report)));
